{{- define "perigee.labels" -}}
app.kubernetes.io/name: perigee
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "perigee.selector" -}}
app.kubernetes.io/name: perigee
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "perigee.kubeadm" -}}
{{- if eq .Values.etcd.kind "kubeadm" }}yes{{ else if ne .Values.etcd.kind "external" }}{{ fail "etcd.kind is kubeadm or external" }}{{ end }}
{{- end }}

{{- define "perigee.endpoints" -}}
{{- if .Values.etcd.endpoints }}{{ .Values.etcd.endpoints | toJson }}
{{- else if include "perigee.kubeadm" . }}["https://127.0.0.1:2379"]
{{- else }}{{ fail "etcd.endpoints must be given for an external etcd" }}{{ end }}
{{- end }}

{{- define "perigee.pod" -}}
metadata:
  labels:
    {{- include "perigee.labels" . | nindent 4 }}
  annotations:
    perigee/configuration: {{ include "perigee.configuration" . | sha256sum | trunc 16 | quote }}
spec:
  automountServiceAccountToken: false
  enableServiceLinks: false
  {{- with .Values.imagePullSecrets }}
  imagePullSecrets: {{ toYaml . | nindent 4 }}
  {{- end }}
  {{- if include "perigee.kubeadm" . }}
  hostNetwork: true
  dnsPolicy: ClusterFirstWithHostNet
  priorityClassName: system-cluster-critical
  nodeSelector:
    node-role.kubernetes.io/control-plane: ""
    {{- with .Values.nodeSelector }}{{ toYaml . | nindent 4 }}{{ end }}
  tolerations:
    - key: node-role.kubernetes.io/control-plane
      operator: Exists
      effect: NoSchedule
    {{- with .Values.tolerations }}{{ toYaml . | nindent 4 }}{{ end }}
  securityContext:
    # kubeadm's keys are root's alone.
    runAsUser: 0
    runAsGroup: 0
    seccompProfile: { type: RuntimeDefault }
  {{- else }}
  {{- with .Values.nodeSelector }}
  nodeSelector: {{ toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.tolerations }}
  tolerations: {{ toYaml . | nindent 4 }}
  {{- end }}
  securityContext:
    runAsNonRoot: true
    runAsUser: 65532
    runAsGroup: 65532
    fsGroup: 65532
    fsGroupChangePolicy: OnRootMismatch
    seccompProfile: { type: RuntimeDefault }
  {{- end }}
  {{- if .Values.affinity }}
  affinity: {{ toYaml .Values.affinity | nindent 4 }}
  {{- else if gt (int .Values.replicas) 1 }}
  # Each on a node of its own: two on one would share its state directory, and be gone together.
  affinity:
    podAntiAffinity:
      requiredDuringSchedulingIgnoredDuringExecution:
        - topologyKey: kubernetes.io/hostname
          labelSelector:
            matchLabels: {{ include "perigee.selector" . | nindent 14 }}
  {{- end }}
  {{- if eq .Values.mode "cronjob" }}
  restartPolicy: Never
  {{- end }}
  terminationGracePeriodSeconds: 90
  containers:
    - name: perigee
      image: "{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}"
      imagePullPolicy: {{ .Values.image.pullPolicy }}
      {{- if eq .Values.mode "cronjob" }}
      args: [snapshot, save, --all]
      {{- else }}
      args: [daemon]
      {{- end }}
      env:
        - name: PERIGEE_CONFIG
          value: /etc/perigee/perigee.conf
        - name: NODE_NAME
          valueFrom: { fieldRef: { fieldPath: spec.nodeName } }
      {{- with .Values.sinkSecret }}
      envFrom:
        - secretRef: { name: {{ . | quote }} }
      {{- end }}
      securityContext:
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        capabilities: { drop: [ALL] }
      {{- if and .Values.http.enabled (eq .Values.mode "daemon") }}
      ports:
        - name: https
          containerPort: {{ .Values.http.port }}
      livenessProbe:
        httpGet: { path: /healthz, port: https, scheme: HTTPS }
        initialDelaySeconds: 30
        periodSeconds: 30
        failureThreshold: 6
      readinessProbe:
        httpGet: { path: /readyz, port: https, scheme: HTTPS }
        periodSeconds: 30
      {{- end }}
      resources: {{ toYaml .Values.resources | nindent 8 }}
      volumeMounts:
        - { name: configuration, mountPath: /etc/perigee, readOnly: true }
        - { name: state, mountPath: {{ ternary .Values.state.hostPath "/data" (eq .Values.etcd.kind "kubeadm") | quote }} }
        - { name: temporary, mountPath: /tmp }
        {{- if include "perigee.kubeadm" . }}
        - { name: certificates, mountPath: /etc/kubernetes/pki/etcd, readOnly: true }
        {{- else if .Values.etcd.tlsSecret }}
        - { name: certificates, mountPath: /etc/etcd, readOnly: true }
        {{- end }}
        {{- if .Values.http.enabled }}
        - { name: http, mountPath: /etc/perigee-http, readOnly: true }
        {{- end }}
  volumes:
    - name: configuration
      configMap: { name: {{ .Release.Name | quote }} }
    - name: temporary
      emptyDir: { medium: Memory, sizeLimit: 64Mi }
    - name: state
      {{- if include "perigee.kubeadm" . }}
      hostPath: { path: {{ .Values.state.hostPath | quote }}, type: DirectoryOrCreate }
      {{- else if or .Values.state.existingClaim .Values.state.size }}
      persistentVolumeClaim: { claimName: {{ .Values.state.existingClaim | default .Release.Name | quote }} }
      {{- else }}
      emptyDir: {}
      {{- end }}
    {{- if include "perigee.kubeadm" . }}
    - name: certificates
      hostPath: { path: /etc/kubernetes/pki/etcd, type: Directory }
    {{- else if .Values.etcd.tlsSecret }}
    - name: certificates
      secret: { secretName: {{ .Values.etcd.tlsSecret | quote }}, defaultMode: 0440 }
    {{- end }}
    {{- if .Values.http.enabled }}
    - name: http
      secret: { secretName: {{ required "http.secret names the Secret with tls.crt, tls.key and read.token" .Values.http.secret | quote }}, defaultMode: 0440 }
    {{- end }}
{{- end }}
