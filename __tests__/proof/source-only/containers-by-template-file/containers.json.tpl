[
  {
    "name": "${name}",
    "image": "public.ecr.aws/docker/library/httpd:${version}",
    "essential": true,
    "privileged": ${privileged},
    "mountPoints": [{ "sourceVolume": "files", "containerPath": "/files" }]
  }
]
