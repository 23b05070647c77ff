package io.ddbvault.aws;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkServiceException;

/**
 * Makes a call a second time where AWS refused it because the credentials had expired. By then their provider may have
 * new ones, and a restore of many hours goes on. The SDK's own retries do not mend this: it asks the provider once per
 * call, before the first attempt. What was refused so was not done, so that every call may be repeated.
 */
final class RepeatExpired implements InvocationHandler {
    private static final Logger LOG = LoggerFactory.getLogger(RepeatExpired.class);

    private final Object client;

    private RepeatExpired(Object client) {
        this.client = client;
    }

    /** The same client, each of its calls made so. */
    static <C> C of(Class<C> type, C client) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, new RepeatExpired(client)));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return call(method, arguments);
        } catch (SdkServiceException e) {
            if (!AwsErrors.credentialsExpired(e)) {
                throw e;
            }
            LOG.info(
                    "The credentials for {} have expired; asking once more, with those that there are now",
                    method.getName());
            return call(method, arguments);
        }
    }

    private @Nullable Object call(Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(client, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }
}
