data "template_file" "containers" {
  template = file("${path.module}/containers.json.tpl")

  vars = {
    name       = aws_ecs_cluster.notes.name
    version    = 2.4
    privileged = true
  }
}
