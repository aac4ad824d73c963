using System.Globalization;
using System.Text;
using System.Text.Json;
using Bulwark.Waf.Bodies;
using Bulwark.Waf.Variables;
using CsCheck;

namespace Bulwark.Waf.Tests.Bodies.Json;

public sealed class JsonBodyReaderTests
{
    [Theory]
    [InlineData("""{"a":"b"}""", "json.a=b")]
    [InlineData(""" { "a" : "b" , "c" : 1 } """, "json.a=b|json.c=1")]
    [InlineData("""{"a":{"b":{"c":"d"}}}""", "json.a.b.c=d")]
    [InlineData("""{"events":[{"body":"x"},{"body":"y"}]}""", "json.events.array_0.body=x|json.events.array_1.body=y")]
    [InlineData("""{"a":[1,[2,{"b":3}],4]}""", "json.a.array_0=1|json.a.array_1.array_0=2|json.a.array_1.array_1.b=3|json.a.array_2=4")]
    [InlineData("""[1,"2"]""", "json.array_0=1|json.array_1=2")]
    [InlineData("""[[[1]]]""", "json.array_0.array_0.array_0=1")]
    [InlineData("\"x\"", "json=x")]
    [InlineData("12", "json=12")]
    [InlineData("""{"t":true,"f":false,"n":null}""", "json.t=true|json.f=false|json.n=")]
    [InlineData("""{"a":-0.5e+10,"b":0,"c":1E2}""", "json.a=-0.5e+10|json.b=0|json.c=1E2")]
    [InlineData("""{"":"x"}""", "json.empty-key=x")]
    [InlineData("""{"a.b":1,"a":{"b":2}}""", "json.a.b=1|json.a.b=2")]
    [InlineData("""{"a":{},"b":[],"c":[[],{}]}""", "json.a=|json.b=|json.c.array_0=|json.c.array_1=")]
    [InlineData("{}", "")]
    [InlineData("[]", "")]
    [InlineData("", "")]
    [InlineData("""{"a":"\"\\\/\b\f\n\r\t"}""", "json.a=\"\\/\b\f\n\r\t")]
    [InlineData("""{"\u0061\u003c":"\u0041\u00e4\u20AC\u0000"}""", "json.a<=A\u00c3\u00a4\u00e2\u0082\u00ac\0")]
    [InlineData("""{"a":"\ud83d\ude00x"}""", "json.a=\u00f0\u009f\u0098\u0080x")]
    [InlineData("""{"a":"x\ud83dy\ude00z\ud83d\u0041"}""", "json.a=x\\ud83dy\\ude00z\\ud83dA")]
    [InlineData("\u00ef\u00bb\u00bf[1]", "json.array_0=1")]
    public void Names_values_as_modsecurity_does(string json, string expected)
    {
        var data = Read(json);
        Assert.Equal(expected, BodyTesting.Pairs(data.View(VariableKind.Args)));
        Assert.Equal(expected, BodyTesting.Pairs(data.View(VariableKind.ArgsPost)));
        Assert.Equal("0", BodyTesting.Value(data, "REQBODY_ERROR"));
        Assert.Equal("0", BodyTesting.Value(data, "REQBODY_PROCESSOR_ERROR"));
    }

    [Theory]
    [InlineData("""{"content":{"body":"x"}}""", "content.body")]
    [InlineData("""{"events":[{"content":{"body":"x"}}]}""", "events[].content.body")]
    [InlineData("""[[{"query":"x"}]]""", "[][].query")]
    [InlineData("""{"content.body":"x"}""", "content\\.body")]
    [InlineData("""{"a[]\\":{"b":1}}""", "a\\[\\]\\\\.b")]
    [InlineData("""{"a":{"":1}}""", "a.")]
    [InlineData("1", "json")]
    public void Tells_the_path_of_a_value(string json, string expected) => Assert.Equal(expected, Read(json).ArgumentPath(0).ToString());

    [Theory]
    [InlineData("""{"a":1,"a":2}""", true)]
    [InlineData("""{"a":1,"\u0061":2}""", true)]
    [InlineData("""{"a":1,"b":{"a":2}}""", false)]
    [InlineData("""[{"a":1},{"a":2}]""", false)]
    [InlineData("""{"a":1,"A":2}""", false)]
    [InlineData("""{"a":{},"b":[],"a":[]}""", true)]
    public void Notices_names_given_twice(string json, bool expected) => Assert.Equal(expected, Read(json).HasDuplicateKeys);

    [Fact]
    public void Keeps_every_value_of_a_name_given_twice() =>
        Assert.Equal("json.a=1|json.a=2", BodyTesting.Pairs(Read("""{"a":1,"a":2}""").View(VariableKind.Args)));

    [Theory]
    [InlineData("""{"a":"b" """, "json.a=b", "premature end at byte 9")]
    [InlineData("""{"a":"b"]""", "json.a=b", "unexpected character at byte 8")]
    [InlineData("""{"a":"b",}""", "json.a=b", "unexpected character at byte 9")]
    [InlineData("[1,]", "json.array_0=1", "unexpected character at byte 3")]
    [InlineData("[,1]", "", "unexpected character at byte 1")]
    [InlineData("[1 2]", "json.array_0=1", "unexpected character at byte 3")]
    [InlineData("""{"a" 1}""", "", "unexpected character at byte 5")]
    [InlineData("{a:1}", "", "unexpected character at byte 1")]
    [InlineData("{'a':1}", "", "unexpected character at byte 1")]
    [InlineData("[1]x", "json.array_0=1", "trailing garbage at byte 3")]
    [InlineData("[1]\0", "json.array_0=1", "trailing garbage at byte 3")]
    [InlineData("[01]", "", "malformed number at byte 1")]
    [InlineData("[1.]", "", "malformed number at byte 1")]
    [InlineData("[-]", "", "malformed number at byte 1")]
    [InlineData("[1e]", "", "malformed number at byte 1")]
    [InlineData("[tru]", "", "unexpected character at byte 1")]
    [InlineData("[tru", "", "premature end at byte 1")]
    [InlineData("[NaN]", "", "unexpected character at byte 1")]
    [InlineData("[\"a\nb\"]", "", "control character in a string at byte 3")]
    [InlineData("""["\x41"]""", "", "invalid escape in a string at byte 2")]
    [InlineData("""["\u00g0"]""", "", "invalid escape in a string at byte 2")]
    [InlineData("""["\u00""", "", "premature end at byte 2")]
    [InlineData("[\"a", "", "premature end at byte 3")]
    [InlineData("   ", "", "premature end at byte 3")]
    [InlineData("[\"\u00ff\"]", "json.array_0=\u00ff", "invalid UTF-8 at byte 5")]
    [InlineData("/**/[1]", "", "unexpected character at byte 0")]
    public void Says_what_is_wrong_and_keeps_what_came_before(string json, string arguments, string message)
    {
        var data = Read(json);
        Assert.Equal("1", BodyTesting.Value(data, "REQBODY_ERROR"));
        Assert.Equal("1", BodyTesting.Value(data, "REQBODY_PROCESSOR_ERROR"));
        Assert.Equal("JSON parsing error: " + message, BodyTesting.Value(data, "REQBODY_ERROR_MSG"));
        Assert.Equal("JSON parsing error: " + message, BodyTesting.Value(data, "REQBODY_PROCESSOR_ERROR_MSG"));
        Assert.Equal(arguments, BodyTesting.Pairs(data.View(VariableKind.Args)));
    }

    [Fact]
    public void Refuses_what_is_nested_too_deeply()
    {
        var limits = new DataLimits { JsonDepth = 3 };
        Assert.Equal("0", BodyTesting.Value(Read("[[[1]]]", limits), "REQBODY_ERROR"));
        Assert.Equal("JSON parsing error: parsing depth limit exceeded at byte 3", BodyTesting.Value(Read("[[[[1]]]]", limits), "REQBODY_ERROR_MSG"));
    }

    [Fact]
    public void Refuses_more_values_than_arguments_are_allowed()
    {
        var data = Read("[1,2,3]", new DataLimits { Arguments = 2 });
        Assert.Equal("JSON parsing error: arguments limit exceeded at byte 6", BodyTesting.Value(data, "REQBODY_ERROR_MSG"));
        Assert.True(data.ArgumentsLimitExceeded);
    }

    [Fact]
    public void Does_not_mind_the_end_of_a_body_that_was_cut_off()
    {
        var limits = new DataLimits { RequestBody = 16, RequestBodyAction = BodyLimitAction.ProcessPartial };
        var data = Read("""{"a":"b","c":"dddddddddddd"}""", limits);

        Assert.Equal("0", BodyTesting.Value(data, "REQBODY_ERROR"));
        Assert.Equal("1", BodyTesting.Value(data, "INBOUND_DATA_ERROR"));
        Assert.Equal("json.a=b", BodyTesting.Pairs(data.View(VariableKind.Args)));
    }

    [Fact]
    public void Reports_a_body_above_the_limit_and_still_reads_it()
    {
        var data = Read("""{"a":"b"}""", new DataLimits { RequestBodyNoFiles = 8 });
        Assert.Equal("1", BodyTesting.Value(data, "REQBODY_ERROR"));
        Assert.Equal("Request body excluding files is bigger than the maximum expected.", BodyTesting.Value(data, "REQBODY_ERROR_MSG"));
        Assert.Equal("json.a=b", BodyTesting.Pairs(data.View(VariableKind.Args)));
    }

    [Fact]
    public void Does_not_let_deep_nesting_make_names_without_bound()
    {
        const int depth = 9_000;
        var json = new StringBuilder().Insert(0, "{\"kkkkkkkk\":", depth).Append('[').Insert(depth * 12 + 1, "1,", 9_000).Append('1').ToString();
        var data = Read(json);

        Assert.StartsWith("JSON parsing error: nesting makes names too long", BodyTesting.Value(data, "REQBODY_ERROR_MSG"), StringComparison.Ordinal);
    }

    [Fact]
    public void Does_not_allocate_when_warm()
    {
        var data = new TransactionData(TimeProvider.System);
        var json = BodyTesting.Bytes("""{"a":{"b":[1,2,"x\ny",{"c":"d"}]},"e":null}""");
        long allocated = 0;
        for (var i = 0; i < 4; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            BodyTesting.Read(data, BodyFormat.Json, json);
            data.Reset();
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void Sees_every_value_that_another_parser_sees() => Gen.String.Array[0, 4].Select(Gen.Int[0, 5], Gen.Int[0, 1000]).Sample((strings, depth, number) =>
    {
        object value = new KeyValuePair<string, object>[] { new("s", strings), new("n", number), new("b", true) };
        for (var i = 0; i < depth; i++)
            value = new[] { value, strings };

        var json = JsonSerializer.SerializeToUtf8Bytes(value);
        var seen = BodyTesting.Read(BodyFormat.Json, json).View(VariableKind.Args);
        var values = Enumerable.Range(0, seen.Count).Select(i => seen.ValueAt(i).ToString()).ToHashSet(StringComparer.Ordinal);
        Assert.All(strings, text => Assert.Contains(Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text)), values));
        Assert.Contains(number.ToString(CultureInfo.InvariantCulture), values);
    });

    [Fact]
    public void Agrees_with_another_parser_about_what_is_json() => Gen.Int[0, Tokens.Length - 1].Array[1, 8].Sample(tokens =>
    {
        var json = Encoding.UTF8.GetBytes(string.Concat(tokens.Select(i => Tokens[i])));
        var isRefused = BodyTesting.Value(BodyTesting.Read(BodyFormat.Json, json), "REQBODY_ERROR") == "1";
        Assert.Equal(!IsJson(json), isRefused);
    }, iter: 10_000);

    private static readonly string[] Tokens = ["{", "}", "[", "]", ",", ":", "\"a\"", "\"\\u0041\"", "1", "-1.5e3", "true", "null", " ", "0", "\\", "\"", "x"];

    private static bool IsJson(byte[] json)
    {
        try
        {
            var reader = new Utf8JsonReader(json);
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                    _ = reader.ValueSpan.Length;
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static TransactionData Read(string json, DataLimits? limits = null) => BodyTesting.Read(BodyFormat.Json, BodyTesting.Bytes(json), limits);
}
