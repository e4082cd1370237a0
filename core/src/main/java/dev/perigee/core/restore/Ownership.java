package dev.perigee.core.restore;

import dev.perigee.core.outcome.OperationException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** Who is to own the files, looked up. */
record Ownership(UserPrincipal user, Optional<GroupPrincipal> group) {

    private static final Pattern NUMBER = Pattern.compile("[0-9]+");
    private static final BigInteger NO_ID = BigInteger.valueOf(0xFFFF_FFFFL);

    static Ownership of(String text) throws OperationException {
        int colon = text.indexOf(':');
        String user = colon < 0 ? text : text.substring(0, colon);
        UserPrincipalLookupService names = FileSystems.getDefault().getUserPrincipalLookupService();
        try {
            Optional<GroupPrincipal> group = colon < 0
                    ? Optional.empty()
                    : Optional.of(names.lookupPrincipalByGroupName(known(text.substring(colon + 1))));
            return new Ownership(names.lookupPrincipalByName(known(user)), group);
        } catch (IOException | UnsupportedOperationException e) {
            throw Refusal.badInput(
                    "--owner '" + text + "' names a user or group that this machine doesn't know",
                    "write USER, USER:GROUP or their numbers; 'id etcd' shows whether there is a user etcd");
        }
    }

    /** A number that is no id, chown(2) takes as "leave it as it is". */
    private static String known(String name) throws UserPrincipalNotFoundException {
        boolean number = NUMBER.matcher(name).matches();
        if (number && new BigInteger(name).compareTo(NO_ID) >= 0 || name.startsWith("-")) {
            throw new UserPrincipalNotFoundException(name);
        }
        return name;
    }

    void give(Path path) throws IOException {
        PosixFileAttributeView view = Objects.requireNonNull(
                Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS));
        view.setOwner(user);
        if (group.isPresent()) {
            view.setGroup(group.get());
        }
    }
}
