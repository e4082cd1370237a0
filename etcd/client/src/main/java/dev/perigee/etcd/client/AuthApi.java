package dev.perigee.etcd.client;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import com.google.protobuf.UnknownFieldSet;
import io.etcd.jetcd.api.AuthDisableRequest;
import io.etcd.jetcd.api.AuthEnableRequest;
import io.etcd.jetcd.api.AuthEnableResponse;
import io.etcd.jetcd.api.AuthGrpc;
import io.etcd.jetcd.api.AuthGrpc.AuthBlockingV2Stub;
import io.etcd.jetcd.api.AuthRoleAddRequest;
import io.etcd.jetcd.api.AuthRoleDeleteRequest;
import io.etcd.jetcd.api.AuthRoleGetRequest;
import io.etcd.jetcd.api.AuthRoleGrantPermissionRequest;
import io.etcd.jetcd.api.AuthRoleListRequest;
import io.etcd.jetcd.api.AuthRoleRevokePermissionRequest;
import io.etcd.jetcd.api.AuthUserAddRequest;
import io.etcd.jetcd.api.AuthUserChangePasswordRequest;
import io.etcd.jetcd.api.AuthUserDeleteRequest;
import io.etcd.jetcd.api.AuthUserGetRequest;
import io.etcd.jetcd.api.AuthUserGrantRoleRequest;
import io.etcd.jetcd.api.AuthUserListRequest;
import io.etcd.jetcd.api.AuthUserRevokeRoleRequest;
import io.grpc.MethodDescriptor;
import io.grpc.stub.ClientCalls;
import java.util.List;

/**
 * The calls about users, roles and logging in, with the whole of each answer. A change answers with what it was about. Safe for
 * many threads. Each method throws {@link EtcdException} of any kind.
 */
public final class AuthApi {

    /** UserAddOptions (3) with no_password (1), which jetcd lacks (etcd's rpc.proto and auth.proto). */
    private static final int ADD_OPTIONS = 3;

    private static final int ADD_NO_PASSWORD = 1;
    private static final int STATUS_ENABLED = 2;
    private static final int STATUS_REVISION = 3;

    /**
     * jetcd lacks this call. Its request has no field; its answer begins with the header, as AuthEnableResponse (etcd's rpc.proto,
     * AuthStatusResponse).
     */
    private static final MethodDescriptor<AuthEnableRequest, AuthEnableResponse> STATUS =
            AuthGrpc.getAuthEnableMethod().toBuilder()
                    .setFullMethodName("etcdserverpb.Auth/AuthStatus")
                    .build();

    private final Caller caller;

    AuthApi(Caller caller) {
        this.caller = caller;
    }

    /** Whether users have to log in. */
    public Answer<AuthStatus> status() throws EtcdException {
        var answer = call(
                "auth status",
                stub -> ClientCalls.blockingV2UnaryCall(
                        stub.getChannel(), STATUS, stub.getCallOptions(), AuthEnableRequest.getDefaultInstance()));
        AuthStatus status = new AuthStatus(
                UnknownFields.number(answer, STATUS_ENABLED).orElse(0) != 0,
                UnknownFields.number(answer, STATUS_REVISION).orElse(0));
        return Answer.of(answer, answer.getHeader(), status);
    }

    /** From now on users have to log in. Needs a user root that has the role root. */
    public Answer<Boolean> enable() throws EtcdException {
        var answer = call("auth enable", stub -> stub.authEnable(AuthEnableRequest.getDefaultInstance()));
        return Answer.of(answer, answer.getHeader(), true);
    }

    /** From now on nobody has to log in. */
    public Answer<Boolean> disable() throws EtcdException {
        var answer = call("auth disable", stub -> stub.authDisable(AuthDisableRequest.getDefaultInstance()));
        return Answer.of(answer, answer.getHeader(), false);
    }

    /** Makes a user; one without a password logs in by the name in its certificate. */
    public Answer<String> addUser(NewUser user) throws EtcdException {
        var request = AuthUserAddRequest.newBuilder().setName(user.name());
        user.password().ifPresent(password -> request.setPassword(password.reveal()));
        if (user.password().isEmpty()) {
            request.setUnknownFields(noPassword());
        }
        var answer = call("user add", stub -> stub.userAdd(request.build()));
        return Answer.of(answer, answer.getHeader(), user.name());
    }

    private static UnknownFieldSet noPassword() {
        UnknownFieldSet options = UnknownFieldSet.newBuilder()
                .addField(
                        ADD_NO_PASSWORD,
                        UnknownFieldSet.Field.newBuilder().addVarint(1).build())
                .build();
        return UnknownFieldSet.newBuilder()
                .addField(
                        ADD_OPTIONS,
                        UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(options.toByteString())
                                .build())
                .build();
    }

    /** The roles of a user. */
    public Answer<List<String>> user(String name) throws EtcdException {
        var answer = call(
                "user get",
                stub -> stub.userGet(
                        AuthUserGetRequest.newBuilder().setName(name).build()));
        return Answer.of(answer, answer.getHeader(), List.copyOf(answer.getRolesList()));
    }

    /** All users. */
    public Answer<List<String>> users() throws EtcdException {
        var answer = call("user list", stub -> stub.userList(AuthUserListRequest.getDefaultInstance()));
        return Answer.of(answer, answer.getHeader(), List.copyOf(answer.getUsersList()));
    }

    /** Removes a user. */
    public Answer<String> deleteUser(String name) throws EtcdException {
        var answer = call(
                "user delete",
                stub -> stub.userDelete(
                        AuthUserDeleteRequest.newBuilder().setName(name).build()));
        return Answer.of(answer, answer.getHeader(), name);
    }

    /** Gives a user another password, which must be there. */
    public Answer<String> changePassword(NewUser user) throws EtcdException {
        var request = AuthUserChangePasswordRequest.newBuilder().setName(user.name());
        user.password().ifPresent(password -> request.setPassword(password.reveal()));
        var answer = call("user passwd", stub -> stub.userChangePassword(request.build()));
        return Answer.of(answer, answer.getHeader(), user.name());
    }

    /** Gives a user a role. */
    public Answer<String> grantRole(String user, String role) throws EtcdException {
        var answer = call(
                "user grant-role",
                stub -> stub.userGrantRole(AuthUserGrantRoleRequest.newBuilder()
                        .setUser(user)
                        .setRole(role)
                        .build()));
        return Answer.of(answer, answer.getHeader(), role);
    }

    /** Takes a role from a user. */
    public Answer<String> revokeRole(String user, String role) throws EtcdException {
        var answer = call(
                "user revoke-role",
                stub -> stub.userRevokeRole(AuthUserRevokeRoleRequest.newBuilder()
                        .setName(user)
                        .setRole(role)
                        .build()));
        return Answer.of(answer, answer.getHeader(), role);
    }

    /** Makes a role. */
    public Answer<String> addRole(String name) throws EtcdException {
        var answer = call(
                "role add",
                stub -> stub.roleAdd(
                        AuthRoleAddRequest.newBuilder().setName(name).build()));
        return Answer.of(answer, answer.getHeader(), name);
    }

    /** What a role may do. */
    public Answer<List<KeyPermission>> role(String name) throws EtcdException {
        var answer = call(
                "role get",
                stub -> stub.roleGet(
                        AuthRoleGetRequest.newBuilder().setRole(name).build()));
        return Answer.of(
                answer,
                answer.getHeader(),
                answer.getPermList().stream().map(KeyPermission::of).toList());
    }

    /** All roles. */
    public Answer<List<String>> roles() throws EtcdException {
        var answer = call("role list", stub -> stub.roleList(AuthRoleListRequest.getDefaultInstance()));
        return Answer.of(answer, answer.getHeader(), List.copyOf(answer.getRolesList()));
    }

    /** Removes a role, also from all users that have it. */
    public Answer<String> deleteRole(String name) throws EtcdException {
        var answer = call(
                "role delete",
                stub -> stub.roleDelete(
                        AuthRoleDeleteRequest.newBuilder().setRole(name).build()));
        return Answer.of(answer, answer.getHeader(), name);
    }

    /** Lets a role do something with keys. */
    public Answer<String> grantPermission(String role, KeyPermission permission) throws EtcdException {
        var answer = call(
                "role grant-permission",
                stub -> stub.roleGrantPermission(AuthRoleGrantPermissionRequest.newBuilder()
                        .setName(role)
                        .setPerm(permission.message())
                        .build()));
        return Answer.of(answer, answer.getHeader(), role);
    }

    /** Takes from a role what it may do with keys; the range must be one that was granted. */
    public Answer<String> revokePermission(String role, KeyRange keys) throws EtcdException {
        ByteString end = keys.end().message();
        var answer = call(
                "role revoke-permission",
                stub -> stub.roleRevokePermission(AuthRoleRevokePermissionRequest.newBuilder()
                        .setRole(role)
                        .setKey(keys.from().message())
                        .setRangeEnd(end)
                        .build()));
        return Answer.of(answer, answer.getHeader(), role);
    }

    private <T extends MessageLite> T call(String what, Caller.Request<AuthBlockingV2Stub, T> request)
            throws EtcdException {
        return caller.call(what, AuthGrpc::newBlockingV2Stub, request);
    }
}
