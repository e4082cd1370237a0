package dev.perigee.sink.s3;

import dev.perigee.sink.kit.body.CappedStream;
import dev.perigee.sink.kit.connect.ForeignServer;
import java.io.IOException;
import java.util.Optional;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/** Ends answers that aren't objects where no honest one goes on: the SDK reads them into memory, whatever their length. */
final class CappedHttpClient implements SdkHttpClient {

    private final SdkHttpClient client;

    CappedHttpClient(SdkHttpClient client) {
        this.client = client;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        ExecutableHttpRequest prepared = client.prepareRequest(request);
        return new ExecutableHttpRequest() {
            @Override
            public HttpExecuteResponse call() throws IOException {
                return capped(request.httpRequest(), prepared.call());
            }

            @Override
            public void abort() {
                prepared.abort();
            }
        };
    }

    private static HttpExecuteResponse capped(SdkHttpRequest request, HttpExecuteResponse answer) throws IOException {
        ForeignServer.refuse(
                answer.httpResponse().statusCode(),
                answer.httpResponse().firstMatchingHeader("Server"),
                answer.httpResponse().firstMatchingHeader("Location"));
        boolean granted = answer.httpResponse().isSuccessful();
        Optional<AbortableInputStream> body = answer.responseBody();
        if (body.isEmpty() || (granted && isForObject(request))) {
            return answer;
        }
        CappedStream capped = granted ? CappedStream.answer(body.get()) : CappedStream.refusal(body.get());
        return HttpExecuteResponse.builder()
                .response(answer.httpResponse())
                .responseBody(AbortableInputStream.create(capped, body.get()))
                .build();
    }

    /** Of all that this sink reads, only listings have one of these in their query. */
    private static boolean isForObject(SdkHttpRequest request) {
        return request.method() == SdkHttpMethod.GET
                && !request.rawQueryParameters().containsKey("list-type")
                && !request.rawQueryParameters().containsKey("versions");
    }

    @Override
    public void close() {
        client.close();
    }

    @Override
    public String clientName() {
        return client.clientName();
    }
}
