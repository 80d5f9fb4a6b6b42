import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { medianTimes } from "./measure";

const applications = 50;
const availabilityZones = ["us-east-1a", "us-east-1b"];
const provider = `provider "aws" {
  region = "us-east-1"
}
`;
/** The maximum wall time from start to report on a quiet machine, including Node's start, in milliseconds. */
const longest = 3000;

/** Measures `npm run prove -- DIR` on a folder of 200 `.tf` files: 50 applications with four files each. */
export function benchHclFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "mountpath-bench-hcl-"));
  try {
    const files = Array.from({ length: applications }, (_, at) => Object.entries(application(at))).flat();
    for (const [name, text] of files) writeFileSync(join(folder, name), text);
    const command = ["node", resolve("bin/mountpath.cjs"), "prove", folder];
    const time = medianTimes({ command }, 5)["command"] ?? Number.NaN;
    return (
      `prove of a folder of ${files.length} .tf files: ${time.toFixed(0)} ms (at most ${longest})` +
      (time > longest ? ": TOO SLOW" : "")
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The files of one application: a task with an EFS volume in public subnets. */
function application(at: number): Record<string, string> {
  const app = `app_${at}`;
  return {
    [`${app}_network.tf`]: (at === 0 ? provider : "") + network(app, at),
    [`${app}_groups.tf`]: groups(app),
    [`${app}_files.tf`]: fileSystem(app),
    [`${app}_service.tf`]: service(app),
  };
}

function network(app: string, at: number): string {
  return `
locals {
  ${app}_zones = { for at, zone in ${JSON.stringify(availabilityZones)} : zone => cidrsubnet("10.${at}.0.0/16", 8, at) }
}
resource "aws_vpc" "${app}" {
  cidr_block           = "10.${at}.0.0/16"
  enable_dns_hostnames = true
}
resource "aws_subnet" "${app}" {
  for_each          = local.${app}_zones
  vpc_id            = aws_vpc.${app}.id
  cidr_block        = each.value
  availability_zone = each.key
}
resource "aws_internet_gateway" "${app}" {
  vpc_id = aws_vpc.${app}.id
}
resource "aws_route_table" "${app}" {
  vpc_id = aws_vpc.${app}.id
  route {
    cidr_block = "0.0.0.0/0"
    gateway_id = aws_internet_gateway.${app}.id
  }
}
resource "aws_route_table_association" "${app}" {
  for_each       = local.${app}_zones
  subnet_id      = aws_subnet.${app}[each.key].id
  route_table_id = aws_route_table.${app}.id
}
`;
}

function groups(app: string): string {
  return `
resource "aws_security_group" "${app}" {
  vpc_id = aws_vpc.${app}.id
  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}
resource "aws_security_group" "${app}_efs" {
  vpc_id = aws_vpc.${app}.id
  ingress {
    from_port       = 2049
    to_port         = 2049
    protocol        = "tcp"
    security_groups = [aws_security_group.${app}.id]
  }
}
`;
}

function fileSystem(app: string): string {
  return `
resource "aws_efs_file_system" "${app}" {
  encrypted = true
}
resource "aws_efs_mount_target" "${app}" {
  for_each        = local.${app}_zones
  file_system_id  = aws_efs_file_system.${app}.id
  subnet_id       = aws_subnet.${app}[each.key].id
  security_groups = [aws_security_group.${app}_efs.id]
}
`;
}

function service(app: string): string {
  return `
resource "aws_ecs_cluster" "${app}" {
  name = "${app}"
}
resource "aws_ecs_task_definition" "${app}" {
  family                   = "${app}"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  container_definitions = jsonencode([{
    name        = "${app}"
    image       = "docker.io/library/nginx:1.27"
    essential   = true
    mountPoints = [{ sourceVolume = "files", containerPath = "/srv" }]
  }])
  volume {
    name = "files"
    efs_volume_configuration {
      file_system_id     = aws_efs_file_system.${app}.id
      transit_encryption = "ENABLED"
    }
  }
}
resource "aws_ecs_service" "${app}" {
  name            = "${app}"
  cluster         = aws_ecs_cluster.${app}.id
  task_definition = aws_ecs_task_definition.${app}.arn
  desired_count   = 2
  launch_type     = "FARGATE"
  network_configuration {
    subnets          = [for subnet in aws_subnet.${app} : subnet.id]
    security_groups  = [aws_security_group.${app}.id]
    assign_public_ip = true
  }
  depends_on = [aws_efs_mount_target.${app}]
}
`;
}
