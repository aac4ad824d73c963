using System.Text;
using Bulwark.Waf.Bodies;
using Bulwark.Waf.Variables;
using Microsoft.Extensions.Time.Testing;

namespace Bulwark.Waf.Tests.Variables;

public sealed partial class TransactionDataTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 4, 5, 6, TimeSpan.Zero));

    [Theory]
    [InlineData("text/plain", "", false, true)]
    [InlineData("application/x-www-form-urlencoded", "", false, true)]
    [InlineData("application/json", "JSON", false, false)]
    [InlineData("application/json", "JSON", true, true)]
    [InlineData("application/xml", "XML", false, true)]
    public void Shows_the_whole_body_unless_it_was_taken_apart(string contentType, string processor, bool forced, bool expected)
    {
        var data = Begin();
        data.AddRequestHeader("Content-Type"u8, Bytes(contentType));
        if (BodyFormats.TryFind(processor, out var format))
            data.RequestBodyFormat = format;

        data.ForcesRequestBodyVariable = forced;
        data.AppendRequestBody("{}"u8);
        data.ReadRequestBody();
        Assert.Equal(expected ? "{}" : "", data.Scalar(VariableKind.RequestBody).ToString());
        Assert.Equal("2", data.Scalar(VariableKind.RequestBodyLength).ToString());
    }

    [Theory]
    [InlineData("x y", "body=x y")]
    [InlineData(" {\"a\":\"b\"}", "body= {\"a\":\"b\"}|json.a=b")]
    [InlineData("[1,", "body=[1,|json.array_0=1")]
    [InlineData("", "")]
    public void Reads_bodies_in_no_known_format_when_told_to(string body, string expected)
    {
        var data = Begin(new DataLimits { ReadsUnknownBodies = true });
        data.AppendRequestBody(Bytes(body));
        data.ReadRequestBody();
        Assert.Equal(expected, string.Join('|', Pairs(data.View(VariableKind.ArgsPost))));
        Assert.Equal("0", data.Scalar(VariableKind.ReqbodyError).ToString());
    }

    [Fact]
    public void Says_who_is_connected()
    {
        var data = Begin();
        data.SetConnection("192.0.2.1"u8, 12345, "2001:db8::1"u8, 443);
        data.SetUniqueId("abc"u8);

        Assert.Equal("192.0.2.1", data.Scalar(VariableKind.RemoteAddr).ToString());
        Assert.Equal("192.0.2.1", data.Scalar(VariableKind.RemoteHost).ToString());
        Assert.Equal("12345", data.Scalar(VariableKind.RemotePort).ToString());
        Assert.Equal("2001:db8::1", data.Scalar(VariableKind.ServerAddr).ToString());
        Assert.Equal("443", data.Scalar(VariableKind.ServerPort).ToString());
        Assert.Equal("abc", data.Scalar(VariableKind.UniqueId).ToString());
    }

    [Theory]
    [InlineData("TIME", "04:05:06")]
    [InlineData("TIME_DAY", "01")]
    [InlineData("TIME_HOUR", "04")]
    [InlineData("TIME_MIN", "05")]
    [InlineData("TIME_SEC", "06")]
    [InlineData("TIME_MON", "2")]
    [InlineData("TIME_WDAY", "0")]
    [InlineData("TIME_YEAR", "2026")]
    [InlineData("TIME_EPOCH", "1772337906")]
    public void Tells_the_time(string variable, string expected) => Assert.Equal(expected, Begin().Scalar(Kind(variable)).ToString());

    [Fact]
    public void Tells_how_long_it_has_taken()
    {
        var data = Begin();
        _time.Advance(TimeSpan.FromMilliseconds(42));
        Assert.Equal("42", data.Scalar(VariableKind.Duration).ToString());
    }

    [Fact]
    public void Shows_the_full_request_when_asked()
    {
        var data = Begin();
        data.SetRequestLine("POST / HTTP/1.1"u8);
        data.AddRequestHeader("A"u8, "b"u8);
        data.AppendRequestBody("body"u8);
        data.ReadRequestBody();

        Assert.Equal("A: b\n\n\nbody", data.Scalar(VariableKind.FullRequest).ToString());
        Assert.Equal("11", data.Scalar(VariableKind.FullRequestLength).ToString());
    }

    [Fact]
    public void Holds_no_more_of_a_body_than_the_limit()
    {
        var data = Begin(new DataLimits { RequestBody = 5 });
        Assert.Equal(Waf.Bodies.BodyVerdict.Within, data.AppendRequestBody("abc"u8));
        Assert.Equal(Waf.Bodies.BodyVerdict.Rejected, data.AppendRequestBody("defg"u8));
        Assert.Equal(Waf.Bodies.BodyVerdict.Rejected, data.AppendRequestBody("h"u8));
        data.ReadRequestBody();

        Assert.Equal("abcde", data.Scalar(VariableKind.RequestBody).ToString());
        Assert.Equal("1", data.Scalar(VariableKind.InboundDataError).ToString());
    }

    [Fact]
    public void Reads_a_response()
    {
        var data = Begin();
        data.SetResponseStatus(404, "HTTP/1.1"u8, "Not Found"u8);
        data.AddResponseHeader("Content-Type"u8, "Text/HTML; charset=utf-8"u8);
        Assert.True(data.InspectsResponseBody);
        data.AppendResponseBody("<p>"u8);
        data.ReadResponseBody();

        Assert.Equal("404", data.Scalar(VariableKind.ResponseStatus).ToString());
        Assert.Equal("HTTP/1.1", data.Scalar(VariableKind.ResponseProtocol).ToString());
        Assert.Equal("HTTP/1.1 404 Not Found", data.Scalar(VariableKind.StatusLine).ToString());
        Assert.Equal("Text/HTML", data.Scalar(VariableKind.ResponseContentType).ToString());
        Assert.Equal("<p>", data.Scalar(VariableKind.ResponseBody).ToString());
        Assert.Equal("3", data.Scalar(VariableKind.ResponseContentLength).ToString());
        Assert.Equal(["Content-Type"], Values(data.View(VariableKind.ResponseHeadersNames)));
    }

    [Fact]
    public void Has_a_view_of_every_variable()
    {
        var data = Begin();
        for (var kind = 0; kind < VariableTable.Count; kind++)
        {
            var view = data.View((VariableKind)kind);
            Assert.True(view.Count is 0 or 1);
            for (var i = 0; i < view.Count; i++)
                _ = (view.ValueAt(i).Span.Length, view.NameAt(i).Span.Length);
        }
    }

    [Fact]
    public void Does_not_allocate_when_warm_and_forgets_the_request_before()
    {
        var data = new TransactionData(_time);
        for (var i = 0; i < 3; i++)
            ReadOne(data);

        var before = GC.GetAllocatedBytesForCurrentThread();
        ReadOne(data);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        data.Begin(DataLimits.Default);
        Assert.Equal(0, data.View(VariableKind.Args).Count);
        Assert.Equal("", data.Scalar(VariableKind.RequestMethod).ToString());
    }

    private static void ReadOne(TransactionData data)
    {
        data.Begin(DataLimits.Default);
        data.SetConnection("192.0.2.1"u8, 12345, "192.0.2.2"u8, 443);
        data.SetRequestLine("POST /a?b=%41&c=d HTTP/1.1"u8);
        data.AddRequestHeader("Cookie"u8, "a=b; c=d"u8);
        data.AddRequestHeader("Content-Type"u8, "application/x-www-form-urlencoded"u8);
        for (var i = 0; i < 100; i++)
            data.AppendRequestBody("name=value+more&"u8);

        data.ReadRequestBody();
        _ = data.Scalar(VariableKind.ArgsCombinedSize);
        _ = data.Scalar(VariableKind.Time);
        data.Reset();
    }

    private static string[] Pairs(VariableView view) =>
        [.. Enumerable.Range(0, view.Count).Select(i => $"{view.NameAt(i)}={view.ValueAt(i)}")];

    private static string[] Values(VariableView view) => [.. Enumerable.Range(0, view.Count).Select(i => view.ValueAt(i).ToString())];

    private static VariableKind Kind(string name) => VariableTable.TryFind(name, out var kind) ? kind : throw new ArgumentException(name, nameof(name));

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    private TransactionData Begin(DataLimits? limits = null)
    {
        var data = new TransactionData(_time);
        data.Begin(limits ?? DataLimits.Default);
        return data;
    }
}
