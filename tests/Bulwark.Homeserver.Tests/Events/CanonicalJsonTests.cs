using System.Buffers;
using System.Text;
using System.Text.Json;
using Bulwark.Homeserver.Events;

namespace Bulwark.Homeserver.Tests.Events;

/// <summary>The first nine are the vectors of the specification's appendix.</summary>
public sealed class CanonicalJsonTests
{
    [Theory]
    [InlineData("{}", "{}")]
    [InlineData("""{ "one": 1, "two": "Two" }""", """{"one":1,"two":"Two"}""")]
    [InlineData("""{ "b": "2", "a": "1" }""", """{"a":"1","b":"2"}""")]
    [InlineData("""{"b":"2","a":"1"}""", """{"a":"1","b":"2"}""")]
    [InlineData(
        """{ "auth": { "success": true, "mxid": "@john.doe:example.com", "profile": { "display_name": "John Doe", "three_pids": [ { "medium": "email", "address": "john.doe@example.org" }, { "medium": "msisdn", "address": "123456789" } ] } } }""",
        """{"auth":{"mxid":"@john.doe:example.com","profile":{"display_name":"John Doe","three_pids":[{"address":"john.doe@example.org","medium":"email"},{"address":"123456789","medium":"msisdn"}]},"success":true}}""")]
    [InlineData("""{ "a": "日本語" }""", """{"a":"日本語"}""")]
    [InlineData("""{ "本": 2, "日": 1 }""", """{"日":1,"本":2}""")]
    [InlineData("""{ "a": "\u65E5" }""", """{"a":"日"}""")]
    [InlineData("""{ "a": null }""", """{"a":null}""")]
    [InlineData("""{ "a": -0 }""", """{"a":0}""")]
    [InlineData("""{ "a": 9007199254740991, "b": -9007199254740991 }""", """{"a":9007199254740991,"b":-9007199254740991}""")]
    [InlineData("""{ "a": "\u0000\u001f\b\t\n\f\r\"\\\/\u007f" }""", """{"a":"\u0000\u001f\b\t\n\f\r\"\\/""" + "\u007f" + "\"}")]
    [InlineData("""{ "\ud83d\ude00": 2, "\uff5e": 1 }""", """{"～":1,"😀":2}""")]
    public void Has_one_spelling(string json, string expected) => Assert.Equal(expected, Write(json));

    [Theory]
    [InlineData("""{"a":1.0}""", "has the number 1.0, which is not an integer")]
    [InlineData("""{"a":[1e10]}""", "has the number 1e10, which is not an integer")]
    [InlineData("""{"a":9007199254740992}""", "has the number 9007199254740992, which is beyond 2^53 - 1")]
    [InlineData("""{"a":123456789012345678901234567890}""", "has the number 123456789012345678901234567890, which is beyond 2^53 - 1")]
    [InlineData("""{"a":"\ud800"}""", "has text that is not valid Unicode")]
    [InlineData("""{"\udc00":1}""", "has text that is not valid Unicode")]
    public void Does_not_exist_for(string json, string problem) => Assert.Equal(problem, Write(json));

    private static string Write(string json)
    {
        using var document = JsonDocument.Parse(json);
        var output = new ArrayBufferWriter<byte>();
        return CanonicalJson.TryWrite(document.RootElement, output) ?? Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
