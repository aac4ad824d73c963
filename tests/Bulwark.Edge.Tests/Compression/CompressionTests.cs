using System.IO.Compression;
using System.Net;
using System.Text;
using Bulwark.Edge.Caching;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Edge.Tests.Compression;

public sealed class CompressionTests
{
    private const string Path = "/.well-known/matrix/client";
    private static readonly string Text = string.Concat(Enumerable.Range(0, 2_000).Select(number => $"line {number}\n"));

    [Theory]
    [InlineData(1, "gzip")]
    [InlineData(1, "br")]
    [InlineData(2, "gzip")]
    [InlineData(2, "br")]
    public async Task Compresses_text(int version, string coding)
    {
        await using var edge = await EdgeFixture.StartAsync();
        await using var homeserver = await edge.StartHomeserverAsync(Answer("text/plain; charset=utf-8"));
        using var client = edge.Client(version);

        using var response = await client.SendAsync(Request(("Accept-Encoding", coding)), TestContext.Current.CancellationToken);

        Assert.Equal([coding], response.Content.Headers.ContentEncoding);
        Assert.Contains("Accept-Encoding", response.Headers.Vary, StringComparer.OrdinalIgnoreCase);
        Assert.Equal("W/\"one\"", response.Headers.ETag?.ToString());
        var packed = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.InRange(packed.Length, 1, Text.Length / 2);
        Assert.Equal(Text, Unpack(packed, coding));
    }

    [Theory]
    [InlineData("Authorization", "Bearer x")]
    [InlineData("Cookie", "a=b")]
    [InlineData("Range", "bytes=0-")]
    [InlineData("Accept-Encoding", "gzip;q=0, br;q=0")]
    public async Task Never_compresses_for_these_requests(string name, string value)
    {
        await using var edge = await EdgeFixture.StartAsync();
        await using var homeserver = await edge.StartHomeserverAsync(Answer("text/plain"));
        using var client = edge.Client();

        using var response = await client.SendAsync(
            name == "Accept-Encoding" ? Request((name, value)) : Request(("Accept-Encoding", "gzip, br"), (name, value)), TestContext.Current.CancellationToken);

        Assert.Empty(response.Content.Headers.ContentEncoding);
        Assert.Equal("\"one\"", response.Headers.ETag?.ToString());
        Assert.Equal(Text, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("image/png", "", 22_000)]
    [InlineData("text/event-stream", "", 22_000)]
    [InlineData("text/plain", "Cache-Control: public, no-transform", 22_000)]
    [InlineData("text/plain", "Content-Encoding: zstd", 22_000)]
    [InlineData("text/plain", "Set-Cookie: a=b", 22_000)]
    [InlineData("text/plain", "", 1_023)]
    [InlineData("text/plain", "", -1)] // a stream
    public async Task Never_compresses_these_answers(string type, string header, int length)
    {
        await using var edge = await EdgeFixture.StartAsync();
        await using var homeserver = await edge.StartHomeserverAsync(Answer(type, header, length));
        using var client = edge.Client();

        using var response = await client.SendAsync(Request(("Accept-Encoding", "gzip, br")), TestContext.Current.CancellationToken);

        Assert.DoesNotContain(response.Content.Headers.ContentEncoding, coding => coding is "gzip" or "br");
        Assert.Equal(length is > 0 and < 2_000 ? length : Text.Length, (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Length);
    }

    [Fact]
    public async Task Is_turned_off_by_the_settings()
    {
        await using var edge = await EdgeFixture.StartAsync((options, _) => options.Compression = Bulwark.Edge.Compression.CompressionMode.Off);
        await using var homeserver = await edge.StartHomeserverAsync(Answer("text/plain"));
        using var client = edge.Client();

        using var response = await client.SendAsync(Request(("Accept-Encoding", "gzip")), TestContext.Current.CancellationToken);

        Assert.Empty(response.Content.Headers.ContentEncoding);
        Assert.Empty(response.Headers.Vary);
    }

    [Fact]
    public async Task Leaves_the_cache_what_the_origin_sent()
    {
        var reached = 0;
        await using var edge = await EdgeFixture.StartAsync((options, _) => options.Cache = new CacheOptions { Enabled = true });
        var answer = Answer("text/plain", "Cache-Control: public, max-age=60");
        await using var homeserver = await edge.StartHomeserverAsync(context =>
        {
            Interlocked.Increment(ref reached);
            return answer(context);
        });
        using var client = edge.Client();

        foreach (var coding in (string[])["gzip", "identity", "br"])
        {
            using var response = await client.SendAsync(Request(("Accept-Encoding", coding)), TestContext.Current.CancellationToken);
            Assert.Equal(coding == "identity" ? [] : [coding], response.Content.Headers.ContentEncoding);
            Assert.Contains("Accept-Encoding", response.Headers.Vary, StringComparer.OrdinalIgnoreCase);
            Assert.Equal(Text, Unpack(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken), coding));
        }

        using var again = await client.SendAsync(Request(("Accept-Encoding", "gzip"), ("If-None-Match", "W/\"one\"")), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Equal(1, reached);
    }

    private static HttpRequestMessage Request(params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, Path);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return request;
    }

    private static RequestDelegate Answer(string type, string header = "", int length = int.MaxValue) => context =>
    {
        var body = Encoding.UTF8.GetBytes(length is > 0 and < 2_000 ? Text[..length] : Text);
        context.Response.ContentType = type;
        context.Response.Headers.ETag = "\"one\"";
        if (length > 0)
            context.Response.ContentLength = body.Length;
        if (header.Length > 0)
            context.Response.Headers[header[..header.IndexOf(':', StringComparison.Ordinal)]] = header[(header.IndexOf(':', StringComparison.Ordinal) + 2)..];
        return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    };

    private static string Unpack(byte[] packed, string coding)
    {
        using var memory = new MemoryStream(packed);
        using Stream unpacked = coding switch { "br" => new BrotliStream(memory, System.IO.Compression.CompressionMode.Decompress), "gzip" => new GZipStream(memory, System.IO.Compression.CompressionMode.Decompress), _ => memory };
        using var reader = new StreamReader(unpacked);
        return reader.ReadToEnd();
    }
}
