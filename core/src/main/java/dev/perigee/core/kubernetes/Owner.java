package dev.perigee.core.kubernetes;

/**
 * Whom an object belongs to: without its owner the garbage collector deletes it.
 *
 * @param kind such as {@code Deployment}
 * @param name the owner's name, in the same namespace or in none
 * @param uid the owner's uid, which changes when it is made anew
 */
public record Owner(String kind, String name, String uid) {

    @Override
    public String toString() {
        return kind + "/" + name;
    }
}
