{{- define "perigee.configuration" -}}
perigee {
  {{- if include "perigee.kubeadm" . }}
  # The node's own paths, so that this file is good on the node, too.
  state-dir = {{ .Values.state.hostPath | quote }}
  {{- else }}
  state-dir = "/data"
  {{- end }}
  instance = ${?NODE_NAME}
  zone = {{ .Values.zone | quote }}
  {{- if and (gt (int .Values.replicas) 1) (eq .Values.mode "daemon") }}
  mode = leader
  {{- end }}
  clusters {
    {{ .Values.cluster | quote }} {
      endpoints = {{ include "perigee.endpoints" . }}
      {{- if include "perigee.kubeadm" . }}
      tls {
        ca = "/etc/kubernetes/pki/etcd/ca.crt"
        cert = "/etc/kubernetes/pki/etcd/healthcheck-client.crt"
        key = "/etc/kubernetes/pki/etcd/healthcheck-client.key"
      }
      {{- else if .Values.etcd.tlsSecret }}
      tls { ca = "/etc/etcd/ca.crt", cert = "/etc/etcd/tls.crt", key = "/etc/etcd/tls.key" }
      {{- end }}
    }
  }
  sinks {
{{ .Values.sinks | trim | indent 4 }}
  }
  jobs {
    {{ .Values.cluster | quote }} { cluster = {{ .Values.cluster | quote }}, schedule = {{ ternary "none" .Values.schedule (eq .Values.mode "cronjob") | quote }} }
  }
  {{- if and .Values.http.enabled (eq .Values.mode "daemon") }}
  http {
    listen = "0.0.0.0:{{ .Values.http.port }}"
    read-tokens = ["/etc/perigee-http/read.token"]
    tls { cert = "/etc/perigee-http/tls.crt", key = "/etc/perigee-http/tls.key" }
  }
  {{- end }}
  {{- with .Values.extraConfig }}
{{ . | trim | indent 2 }}
  {{- end }}
}
{{- end }}
