using Microsoft.AspNetCore.Http;

namespace Bulwark.Edge.Tests.Caching;

/// <summary>What clients and origins do to get something into a cache that others should not see, and a clean request afterwards.</summary>
public sealed class CachePoisoningTests(CachedEdge cached) : IClassFixture<CachedEdge>
{
    private const string Fresh = "Cache-Control: max-age=60";

    [Theory]
    [InlineData("X-Forwarded-Host: evil")]
    [InlineData("X-Forwarded-Scheme: evil")]
    [InlineData("X-Forwarded-Proto: evil")]
    [InlineData("X-Forwarded-For: evil")]
    [InlineData("X-Forwarded-Port: evil")]
    [InlineData("X-Forwarded-Prefix: /evil")]
    [InlineData("Forwarded: host=evil")]
    [InlineData("X-Host: evil")]
    [InlineData("X-Original-URL: /evil")]
    [InlineData("X-Rewrite-URL: /evil")]
    [InlineData("X-HTTP-Method-Override: EVIL")]
    [InlineData("X-Method-Override: evil")]
    [InlineData("X-Request-Id: evil-evil-evil")]
    [InlineData("User-Agent: evil")]
    [InlineData("Referer: https://evil/")]
    [InlineData("X-Anything: evil")]
    [InlineData("x_forwarded_host: evil")]
    [InlineData("Accept-Charset: evil")]
    [InlineData("Accept-Encoding: evil")]
    [InlineData("Accept-Encoding: gzip;q=evil, br")]
    [InlineData("Origin: https://evil")]
    [InlineData("Accept: evil/evil")]
    [InlineData("Accept-Language: evil")]
    [InlineData("Cache-Control: evil")]
    [InlineData("Pragma: evil")]
    [InlineData("Via: evil")]
    [InlineData("TE: evil")]
    [InlineData("Max-Forwards: 666\r\nX-Evil: evil")]
    [InlineData("Connection: x-forwarded-host\r\nX-Forwarded-Host: evil")]
    [InlineData("If-None-Match: \"evil\"")]
    [InlineData("If-Modified-Since: evil")]
    [InlineData("Authorization: evil")]
    [InlineData("Cookie: evil=1")]
    [InlineData("Range: bytes=0-3\r\nX-Evil: evil")]
    [InlineData("Origin: https://evil\r\nOrigin: https://other")]
    public async Task Colours_no_answer_that_others_get(string lines)
    {
        var path = cached.Path(CachedEdge.Reflect(Fresh));

        _ = await cached.SendAsync(path, lines + "\r\n");
        var clean = await cached.SendAsync(path);
        var again = await cached.SendAsync(path);

        Assert.StartsWith("HTTP/1.1 200 ", clean, StringComparison.Ordinal);
        Assert.DoesNotContain("evil", clean, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("evil", again, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("bulwark; hit", again, StringComparison.Ordinal); // the positive control: such an answer is stored, once it is clean
    }

    [Theory]
    [InlineData("Cache-Control: max-age=60|Set-Cookie: session=1")]
    [InlineData("Cache-Control: max-age=60, private")]
    [InlineData("Cache-Control: max-age=60, no-store")]
    [InlineData("Cache-Control: max-age=60, no-cache")]
    [InlineData("Cache-Control: max-age=60|Cache-Control: private")]
    [InlineData("Cache-Control: max-age=60, private=\"set-cookie\"")]
    [InlineData("Cache-Control: max-age=0")]
    [InlineData("Cache-Control: max-age=60, s-maxage=0")]
    [InlineData("Cache-Control: max-age=-1")]
    [InlineData("Cache-Control: max-age=\"60\"x")]
    [InlineData("Cache-Control: max-age=60|Vary: *")]
    [InlineData("Cache-Control: max-age=60|Vary: Accept, *")]
    [InlineData("Cache-Control: max-age=60|Vary: Cookie")]
    [InlineData("Cache-Control: max-age=60|Vary: X-Anything")]
    [InlineData("Cache-Control: max-age=60|Age: 60")]
    [InlineData("Cache-Control: max-age=60|Age: many")]
    [InlineData("Cache-Control: max-age=60|Pragma: no-cache")]
    [InlineData("Cache-Control: max-age=60|Content-Encoding: gzip")]
    [InlineData("Cache-Control: max-age=60|Content-Type: text/event-stream")]
    [InlineData("Cache-Control: max-age=60|WWW-Authenticate: Bearer")]
    [InlineData("Expires: 0")]
    [InlineData("Expires: Thu, 01 Jan 1970 00:00:00 GMT")]
    [InlineData("Last-Modified: Thu, 01 Jan 1970 00:00:00 GMT|ETag: \"a\"")]
    [InlineData("")]
    public async Task Stores_no_answer_that_is_not_everybodys_or_not_fresh(string headers)
    {
        var path = cached.Path(CachedEdge.Reflect(headers));

        _ = await cached.SendAsync(path);
        _ = await cached.SendAsync(path);

        Assert.Equal(2, cached.Reached(path));
    }

    [Theory]
    [InlineData(201)]
    [InlineData(206)]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(307)]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(404)]
    [InlineData(410)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Stores_no_error_and_no_redirect(int status)
    {
        var path = cached.Path(CachedEdge.Reflect(Fresh, status));

        _ = await cached.SendAsync(path);
        _ = await cached.SendAsync(path);

        Assert.Equal(2, cached.Reached(path));
    }

    [Theory]
    [InlineData("Authorization: Bearer a")]
    [InlineData("Cookie: a=b")]
    [InlineData("Proxy-Authorization: Basic a")]
    [InlineData("Range: bytes=0-3")]
    [InlineData("If-Range: \"a\"")]
    [InlineData("If-Match: \"a\"")]
    [InlineData("Content-Length: 8\r\n\r\nfat!")]
    public async Task Stores_no_answer_to_a_request_of_somebodys_own_and_gives_it_none(string lines)
    {
        var path = cached.Path(CachedEdge.Reflect(Fresh));

        _ = await cached.SendAsync(path, lines + "\r\n");
        _ = await cached.SendAsync(path);
        _ = await cached.SendAsync(path, lines + "\r\n");

        Assert.Equal(3, cached.Reached(path));
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    [InlineData("OPTIONS")]
    [InlineData("HEAD")]
    public async Task Stores_no_answer_to_another_method(string method)
    {
        var path = cached.Path(CachedEdge.Reflect(Fresh));

        _ = await cached.SendAsync(path, method is "POST" or "PUT" ? "Content-Length: 0\r\n" : "", method);
        _ = await cached.SendAsync(path);

        Assert.Equal(2, cached.Reached(path));
    }

    [Theory]
    [InlineData("/x.css;", "/x.css")]
    [InlineData(";/x.css", "")]
    [InlineData("/%78.css", "/x.css")]
    [InlineData("/x.css?a=1", "/x.css")]
    [InlineData("?a=1&utm=evil", "?a=1")]
    [InlineData("?a=1;a=2", "?a=1")]
    [InlineData("?a=1&a=2", "?a=1")]
    [InlineData("?A=1", "?a=1")]
    [InlineData("?a=%31", "?a=1")]
    [InlineData("?", "")]
    [InlineData("/", "")]
    [InlineData("/x.CSS", "/x.css")]
    [InlineData("/account/x.css", "/account")]
    public async Task Takes_no_spelling_for_another(string attack, string clean)
    {
        var path = cached.Path(CachedEdge.Reflect(Fresh));

        _ = await cached.SendAsync(path + attack);
        _ = await cached.SendAsync(path + clean);

        Assert.Equal(2, cached.Reached(path));
    }

    [Theory]
    [InlineData("chunked, cut short")]
    [InlineData("shorter than its Content-Length")]
    [InlineData("too large")]
    public async Task Stores_no_part_of_an_answer(string kind)
    {
        var path = cached.Path(async context =>
        {
            context.Response.Headers.CacheControl = "max-age=60";
            if (kind == "too large")
            {
                await context.Response.Body.WriteAsync(new byte[(1024 * 1024) + 1]);
                return;
            }

            if (kind.StartsWith("shorter", StringComparison.Ordinal))
                context.Response.ContentLength = 100;
            await context.Response.WriteAsync("part");
            await context.Response.Body.FlushAsync();
            context.Abort();
        });

        _ = await cached.SendAsync(path);
        var reached = cached.Reached(path);
        var second = await cached.SendAsync(path);

        Assert.InRange(cached.Reached(path), reached + 1, reached + 10); // an HTTP client asks again by itself when a connection breaks
        Assert.DoesNotContain("hit", second, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stores_nothing_on_Matrix_paths_but_the_versions()
    {
        var path = cached.Path(CachedEdge.Reflect(Fresh), "/_matrix/client/v3/");
        var versions = cached.Path(CachedEdge.Reflect(Fresh), "/_matrix/client/versions/");

        for (var i = 0; i < 2; i++)
        {
            _ = await cached.SendAsync(path);
            _ = await cached.SendAsync(versions);
        }

        Assert.Equal(2, cached.Reached(path));
        Assert.Equal(2, cached.Reached(versions)); // below it, not the path itself
    }
}
