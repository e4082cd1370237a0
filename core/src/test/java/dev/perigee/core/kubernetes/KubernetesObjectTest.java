package dev.perigee.core.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perigee.etcd.client.Bytes;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubernetesObjectTest {

    @ParameterizedTest
    @CsvSource({
        "/registry/configmaps/team-03/app, '', configmaps, team-03, app",
        "/registry/services/specs/team-03/app, '', services, team-03, app",
        "/registry/services/endpoints/team-03/app, '', endpoints, team-03, app",
        "/registry/namespaces/services, '', namespaces, '', services",
        "/registry/configmaps/services/specs, '', configmaps, services, specs",
        "/registry/ipaddresses/10.0.0.1, '', ipaddresses, '', 10.0.0.1",
        "/registry/apiregistration.k8s.io/apiservices/v1.apps, apiregistration.k8s.io, apiservices, '', v1.apps",
        "/registry/dns.example/zones/team-03/a.b, dns.example, zones, team-03, a.b"
    })
    void theKeyTellsWhereAnObjectBelongs(String key, String group, String resource, String namespace, String name) {
        assertEquals(Optional.of(new ObjectPath(group, resource, namespace, name)), ObjectPath.of(Bytes.of(key)));
    }

    @Test
    void noObjectHasSuchAKey() {
        assertEquals(Optional.empty(), ObjectPath.of(Bytes.of("/registry/health")));
        assertEquals(Optional.empty(), ObjectPath.of(Bytes.of("registry")));
        assertEquals(Optional.empty(), ObjectPath.of(Bytes.of("")));
    }

    @Test
    void whateverLiesUnderAKeyIsReadWithoutAFailure() {
        Random random = new Random(3);
        Bytes key = Bytes.of("/registry/pods/ns/name");
        for (int round = 0; round < 20_000; round++) {
            byte[] junk = new byte[random.nextInt(60)];
            random.nextBytes(junk);
            Bytes envelope = Bytes.of(new byte[] {'k', '8', 's', 0}).concat(Bytes.of(junk));
            assertEquals(
                    "ns",
                    KubernetesObject.of(key, Optional.of(envelope))
                            .orElseThrow()
                            .namespace());
            KubernetesObject.of(key, Optional.of(Bytes.of("{").concat(Bytes.of(junk))));
        }
    }

    @Test
    void aCustomResourceTellsItsKindAndItsOwnersInJson() {
        String json = "{\"apiVersion\":\"dns.example/v1\",\"kind\":\"Zone\",\"metadata\":{\"uid\":\"u-1\","
                + "\"ownerReferences\":[{\"kind\":\"Domain\",\"name\":\"example\",\"uid\":\"u-2\"}]}}";

        KubernetesObject zone = KubernetesObject.of(
                        Bytes.of("/registry/dns.example/zones/ns/a"), Optional.of(Bytes.of(json)))
                .orElseThrow();

        assertEquals(Optional.of("Zone"), zone.kind());
        assertEquals(Optional.of("u-1"), zone.uid());
        assertEquals(List.of(new Owner("Domain", "example", "u-2")), zone.owners());
    }

    @Test
    void anEncryptedValueTellsItsProviderAndItsKey() {
        KubernetesObject secret = KubernetesObject.of(
                        Bytes.of("/registry/secrets/ns/a"), Optional.of(Bytes.of("k8s:enc:aescbc:v1:key-1:xyz")))
                .orElseThrow();

        assertEquals(Optional.of(new ValueEncryption("aescbc", "key-1")), secret.encryption());
        assertEquals("secrets", secret.shownKind());
    }
}
