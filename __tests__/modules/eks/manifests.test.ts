import { type DeploymentProps } from "../../../modules/eks/kubernetes/deployment";
import { manifests } from "../../../modules/eks/kubernetes/manifests";
import { type StatefulSetProps } from "../../../modules/eks/kubernetes/stateful-set";
import { parseManifest, schemaProblems } from "../../support/kubernetes";

const volume = {
  fileSystem: "content",
  accessPoint: "web",
  fileSystemId: "fs-0123456789abcdef0",
  accessPointId: "fsap-0123456789abcdef0",
};

const nginx: DeploymentProps = {
  namespace: "web",
  roleArn: "arn:aws:iam::222222222222:role/example-platform-app-nginx",
  image: "222222222222.dkr.ecr.us-east-1.amazonaws.com/nginx:1.27",
  entryPoint: ["/docker-entrypoint.sh"],
  command: ["nginx", "-g", "daemon off;"],
  environment: { DEBUG: "yes", MODE: "0755", HOME: "${HOME}", TIME: "12:30:00" },
  ports: [80],
  mounts: [{ containerPath: "/usr/share/nginx/html", readOnly: true, volume }],
  healthCheck: {
    command: ["CMD-SHELL", "curl -fsS http://localhost/ || exit 1"],
    intervalSeconds: 10,
    timeoutSeconds: 5,
    retries: 3,
    startPeriodSeconds: 0,
  },
  labels: { tier: "frontend" },
  cpu: 256,
  memory: 512,
  replicas: 2,
};

const logRouter = { region: "us-east-1", logGroupName: "/aws/eks/example-platform/pods" };

function made(deployments: Record<string, DeploymentProps>, createCsiDriver = false) {
  const documents = manifests({ deployments, logRouter, createCsiDriver });
  return Object.fromEntries(Object.entries(documents).map(([key, document]) => [key, parseManifest(document)]));
}

test("are in the order in which the API server needs them", () => {
  const worker: DeploymentProps = { ...nginx, namespace: "default", ports: [], mounts: [] };
  expect(Object.keys(made({ worker, nginx }, true))).toEqual([
    "10-namespace-aws-observability",
    "10-namespace-web",
    "20-configmap-aws-observability.aws-logging",
    "30-csidriver-efs.csi.aws.com",
    "40-storageclass-efs-sc",
    "50-persistentvolume-web.content.web",
    "60-persistentvolumeclaim-web.content.web",
    "70-serviceaccount-default.worker",
    "70-serviceaccount-web.nginx",
    "80-deployment-default.worker",
    "80-deployment-web.nginx",
    "90-service-web.nginx",
  ]);
});

describe("a StatefulSet", () => {
  const own = (ordinal: number) => ({
    ...volume,
    accessPoint: `db-${ordinal}`,
    accessPointId: `fsap-000000000000000${ordinal}`,
  });
  const db: StatefulSetProps = {
    ...nginx,
    replicaMounts: [
      { containerPath: "/data", readOnly: false, volumes: [own(0), own(1)] },
      { containerPath: "/copy", readOnly: true, volumes: [own(0), own(1)] },
    ],
  };
  const objects = Object.fromEntries(
    Object.entries(manifests({ deployments: { nginx }, statefulSets: { db }, logRouter })).map(([key, document]) => [
      key,
      parseManifest(document),
    ]),
  );

  test("follows its volumes and claims, and is valid in Kubernetes's published schemas", () => {
    expect(Object.keys(objects).filter((key) => key.includes("db"))).toEqual([
      "50-persistentvolume-web.content-db-0",
      "50-persistentvolume-web.content-db-1",
      "60-persistentvolumeclaim-web.content-db-0",
      "60-persistentvolumeclaim-web.content-db-1",
      "70-serviceaccount-web.db",
      "80-statefulset-web.db",
      "90-service-web.db",
    ]);
    expect(schemaProblems(Object.values(objects))).toEqual(Object.values(objects).map(() => null));
  });

  test("has the claim of each pod bound to the volume on the pod's access point", () => {
    expect(objects["50-persistentvolume-web.content-db-1"]!["spec"]).toMatchObject({
      claimRef: { namespace: "web", name: "content-db-1" },
      csi: { volumeHandle: "fs-0123456789abcdef0::fsap-0000000000000001" },
    });
    expect(objects["60-persistentvolumeclaim-web.content-db-1"]).toMatchObject({
      metadata: { namespace: "web", name: "content-db-1" },
      spec: { volumeName: "web.content-db-1", storageClassName: "efs-sc", accessModes: ["ReadWriteMany"] },
    });
  });

  test("has a headless Service, one template for the two paths, and the volume that its pods share", () => {
    expect(objects["90-service-web.db"]!["spec"]).toMatchObject({ clusterIP: "None", ports: [{ port: 80 }] });
    expect(objects["80-statefulset-web.db"]!["spec"]).toMatchObject({
      replicas: 2,
      serviceName: "db",
      selector: { matchLabels: { "app.kubernetes.io/name": "db" } },
      template: {
        spec: {
          volumes: [{ name: "content-web", persistentVolumeClaim: { claimName: "content.web" } }],
          containers: [
            {
              volumeMounts: [
                { name: "content-web", mountPath: "/usr/share/nginx/html", readOnly: true },
                { name: "content", mountPath: "/data", readOnly: false },
                { name: "content", mountPath: "/copy", readOnly: true },
              ],
            },
          ],
        },
      },
      volumeClaimTemplates: [
        {
          metadata: { name: "content" },
          spec: {
            accessModes: ["ReadWriteMany"],
            storageClassName: "efs-sc",
            resources: { requests: { storage: "1Gi" } },
          },
        },
      ],
    });
  });
});

test("are valid in Kubernetes's published schemas", () => {
  const objects = Object.values(made({ nginx }, true));
  expect(schemaProblems(objects)).toEqual(objects.map(() => null));
});

test("fails the schemas if a property is of the wrong type or missing", () => {
  const deployment = made({ nginx })["80-deployment-web.nginx"]!;
  const claim = made({ nginx })["60-persistentvolumeclaim-web.content.web"]!;
  expect(
    schemaProblems([
      { ...deployment, spec: { ...(deployment["spec"] as object), replicas: "two" } },
      { ...deployment, spec: { ...(deployment["spec"] as object), selector: undefined } },
      { ...claim, spec: { ...(claim["spec"] as object), accessModes: "ReadWriteMany" } },
    ]),
  ).toEqual([
    "data/spec/replicas must be integer",
    "data/spec must have required property selector",
    "data/spec/accessModes must be array",
  ]);
});

test("bind one claim to one volume on the access point, over TLS", () => {
  const objects = made({ nginx });
  expect(objects["50-persistentvolume-web.content.web"]).toEqual({
    apiVersion: "v1",
    kind: "PersistentVolume",
    metadata: { name: "web.content.web", labels: { "app.kubernetes.io/managed-by": "mountpath" } },
    spec: {
      capacity: { storage: "1Gi" },
      volumeMode: "Filesystem",
      accessModes: ["ReadWriteMany"],
      persistentVolumeReclaimPolicy: "Retain",
      storageClassName: "efs-sc",
      claimRef: { apiVersion: "v1", kind: "PersistentVolumeClaim", namespace: "web", name: "content.web" },
      csi: {
        driver: "efs.csi.aws.com",
        volumeHandle: "fs-0123456789abcdef0::fsap-0123456789abcdef0",
        volumeAttributes: { encryptInTransit: "true" },
      },
    },
  });
  expect(objects["60-persistentvolumeclaim-web.content.web"]).toEqual({
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: {
      namespace: "web",
      name: "content.web",
      labels: { "app.kubernetes.io/managed-by": "mountpath" },
    },
    spec: {
      accessModes: ["ReadWriteMany"],
      storageClassName: "efs-sc",
      volumeName: "web.content.web",
      resources: { requests: { storage: "1Gi" } },
    },
  });
});

test("run the container as in the file, with its claim and its role", () => {
  const objects = made({ nginx });
  expect(objects["80-deployment-web.nginx"]!["spec"]).toEqual({
    replicas: 2,
    selector: { matchLabels: { "app.kubernetes.io/name": "nginx" } },
    template: {
      metadata: { labels: { "app.kubernetes.io/name": "nginx", tier: "frontend" } },
      spec: {
        serviceAccountName: "nginx",
        containers: [
          {
            name: "nginx",
            image: "222222222222.dkr.ecr.us-east-1.amazonaws.com/nginx:1.27",
            command: ["/docker-entrypoint.sh"],
            args: ["nginx", "-g", "daemon off;"],
            env: [
              { name: "DEBUG", value: "yes" },
              { name: "MODE", value: "0755" },
              { name: "HOME", value: "${HOME}" },
              { name: "TIME", value: "12:30:00" },
            ],
            ports: [{ name: "tcp-80", containerPort: 80, protocol: "TCP" }],
            resources: {
              requests: { cpu: "250m", memory: "512Mi" },
              limits: { cpu: "250m", memory: "512Mi" },
            },
            volumeMounts: [{ name: "content-web", mountPath: "/usr/share/nginx/html", readOnly: true }],
            livenessProbe: {
              exec: { command: ["/bin/sh", "-c", "curl -fsS http://localhost/ || exit 1"] },
              initialDelaySeconds: 0,
              periodSeconds: 10,
              timeoutSeconds: 5,
              failureThreshold: 3,
            },
          },
        ],
        volumes: [{ name: "content-web", persistentVolumeClaim: { claimName: "content.web" } }],
      },
    },
  });
  expect(objects["70-serviceaccount-web.nginx"]!.metadata).toMatchObject({
    annotations: {
      "eks.amazonaws.com/role-arn": nginx.roleArn,
      "eks.amazonaws.com/sts-regional-endpoints": "true",
    },
  });
  expect(objects["90-service-web.nginx"]!["spec"]).toEqual({
    type: "ClusterIP",
    selector: { "app.kubernetes.io/name": "nginx" },
    ports: [{ name: "tcp-80", port: 80, targetPort: "tcp-80", protocol: "TCP" }],
  });
});

test("share one claim among the deployments of a namespace, and mount it twice as one volume", () => {
  const mounts = [...nginx.mounts, { containerPath: "/srv", readOnly: false, volume }];
  const objects = made({ nginx: { ...nginx, mounts }, editor: nginx, other: { ...nginx, namespace: "other" } });
  const claims = Object.values(objects).filter(({ kind }) => kind === "PersistentVolumeClaim");
  expect(claims.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)).toEqual([
    "other/content.web",
    "web/content.web",
  ]);
  expect(objects["80-deployment-web.nginx"]!["spec"]).toMatchObject({
    template: {
      spec: {
        containers: [
          {
            volumeMounts: [
              { name: "content-web", mountPath: "/usr/share/nginx/html", readOnly: true },
              { name: "content-web", mountPath: "/srv", readOnly: false },
            ],
          },
        ],
        volumes: [{ name: "content-web", persistentVolumeClaim: { claimName: "content.web" } }],
      },
    },
  });
});

test("keep volumes apart whose joined names would be equal", () => {
  const mounts = [
    ["a-b", "c"],
    ["a", "b-c"],
  ].map(([fileSystem = "", accessPoint = ""], index) => {
    return { containerPath: `/${index}`, readOnly: false, volume: { ...volume, fileSystem, accessPoint } };
  });
  const { spec } = made({ nginx: { ...nginx, mounts } })["80-deployment-web.nginx"] as unknown as {
    spec: { template: { spec: { volumes: unknown } } };
  };
  expect(spec.template.spec.volumes).toEqual([
    { name: "a--b-c", persistentVolumeClaim: { claimName: "a-b.c" } },
    { name: "a-b--c", persistentVolumeClaim: { claimName: "a.b-c" } },
  ]);
});

test("send the pods' logs, with the namespace and ConfigMap that EKS reads", () => {
  const objects = made({});
  expect(objects["10-namespace-aws-observability"]!.metadata.labels).toMatchObject({ "aws-observability": "enabled" });
  expect(objects["20-configmap-aws-observability.aws-logging"]!["data"]).toEqual({
    "filters.conf":
      "[FILTER]\n    Name kubernetes\n    Match kube.*\n    Merge_Log On\n    Keep_Log Off\n    Buffer_Size 0\n    Kube_Meta_Cache_TTL 300s\n",
    "output.conf": [
      "[OUTPUT]",
      "    Name cloudwatch_logs",
      "    Match kube.*",
      "    region us-east-1",
      "    log_group_name /aws/eks/example-platform/pods",
      "    log_stream_prefix pod-",
      "    auto_create_group false",
      "",
    ].join("\n"),
  });
});

test("fails if the log router's configuration exceeds EKS's limit", () => {
  const long = { ...logRouter, logGroupName: "x".repeat(5300) };
  expect(() => manifests({ deployments: {}, logRouter: long })).toThrow(
    "'Manifests/log-router' should have at most 5300 characters (EKS-10), got 5574",
  );
});
