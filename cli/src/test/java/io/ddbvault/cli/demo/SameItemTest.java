package io.ddbvault.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromB;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromBool;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromBs;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromL;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromM;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromNs;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromNul;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromSs;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class SameItemTest {
    private static final SdkBytes ONE = SdkBytes.fromByteArray(new byte[] {1});
    private static final SdkBytes TWO = SdkBytes.fromByteArray(new byte[] {2});

    static Stream<Arguments> same() {
        return Stream.of(
                Arguments.of(fromS(""), fromS("")),
                Arguments.of(fromN("1E+2"), fromN("100.0")),
                Arguments.of(fromN("0"), fromN("0.000")),
                Arguments.of(fromN("-0"), fromN("0")),
                Arguments.of(fromB(ONE), fromB(ONE)),
                Arguments.of(fromSs(List.of("a", "b")), fromSs(List.of("b", "a"))),
                Arguments.of(fromNs(List.of("1.0", "2")), fromNs(List.of("2.00", "1"))),
                Arguments.of(fromBs(List.of(ONE, TWO)), fromBs(List.of(TWO, ONE))),
                Arguments.of(fromL(List.of(fromN("1"))), fromL(List.of(fromN("1.0")))),
                Arguments.of(fromM(Map.of("a", fromNul(true))), fromM(Map.of("a", fromNul(true)))));
    }

    @ParameterizedTest
    @MethodSource
    void same(AttributeValue one, AttributeValue other) {
        assertThat(SameItem.same(one, other)).isTrue();
    }

    static Stream<Arguments> different() {
        return Stream.of(
                Arguments.of(fromS("1"), fromN("1")),
                Arguments.of(fromS("é"), fromS("e\u0301")),
                Arguments.of(
                        fromN("99999999999999999999999999999999999999"),
                        fromN("99999999999999999999999999999999999998")),
                Arguments.of(fromB(ONE), fromB(TWO)),
                Arguments.of(fromBool(true), fromBool(false)),
                Arguments.of(fromSs(List.of("a")), fromSs(List.of("a", "b"))),
                Arguments.of(fromNs(List.of("1")), fromNs(List.of("2"))),
                Arguments.of(fromBs(List.of(ONE)), fromBs(List.of(TWO))),
                Arguments.of(fromL(List.of(fromS("a"), fromS("b"))), fromL(List.of(fromS("b"), fromS("a")))),
                Arguments.of(fromL(List.of()), fromM(Map.of())),
                Arguments.of(fromM(Map.of("a", fromS("b"))), fromM(Map.of())));
    }

    @ParameterizedTest
    @MethodSource
    void different(AttributeValue one, AttributeValue other) {
        assertThat(SameItem.same(one, other)).isFalse();
        assertThat(SameItem.same(other, one)).isFalse();
    }

    @Test
    void differencesNameTheAttributes() {
        assertThat(SameItem.differences(
                        Map.of("same", fromN("1"), "changed", fromS("a"), "gone", fromS("a")),
                        Map.of("same", fromN("1.0"), "changed", fromS("b"), "new", fromS("a"))))
                .containsExactly("changed", "gone", "new");
    }
}
