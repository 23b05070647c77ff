/**
 * A proxy between the AWS SDK's clients and one endpoint, that makes calls go wrong as a test plans it.
 *
 * <pre>{@code
 * try (FaultProxy dynamoDb = FaultProxy.to(aws.dynamoDbEndpoint())) {
 *     dynamoDb.plan(Calls.to("BatchWriteItem").about("orders"), Fault.answering(AwsError.throttling())).from(3).times(2);
 *     // a client with the endpoint dynamoDb.endpoint()
 *     dynamoDb.assertAllFired();
 * }
 * }</pre>
 */
@NullMarked
package io.ddbvault.testkit.proxy;

import org.jspecify.annotations.NullMarked;
