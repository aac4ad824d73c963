using System.IO.Compression;
using System.Net;
using System.Text;
using Bulwark.Core.Configuration;
using Bulwark.Proxy.Firewall;
using Bulwark.Proxy.Firewall.Answers;
using Bulwark.Testing;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Proxy.Tests.Firewall.Answers;

/// <summary>Rules about answers in front of a site, over sockets.</summary>
public sealed class AnswerTests : IDisposable
{
    private const string Leak = "ORA-00933: SQL command not properly ended";

    private readonly TemporaryDirectory _rules = new();

    public AnswerTests() => File.WriteAllText(Path.Combine(_rules.Path, "answers.conf"), """
        SecRule TX:harmless "@eq 1" "id:5,phase:3,pass,nolog,ctl:ruleRemoveById=2"
        SecRule RESPONSE_STATUS "@rx ^500$" "id:1,phase:3,deny,log,msg:'A failure'"
        SecRule RESPONSE_HEADERS:X-Leak "@contains secret" "id:2,phase:3,deny,log,msg:'A header'"
        SecRule RESPONSE_BODY "@contains ORA-00933" "id:3,phase:4,deny,log,msg:'A database'"
        SecRule REQUEST_URI "@contains harmless" "id:4,phase:1,pass,nolog,setvar:tx.harmless=1"
        """);

    public void Dispose() => _rules.Dispose();

    [Theory]
    [InlineData(FirewallAnswers.Off, "/x", 200)]
    [InlineData(FirewallAnswers.Headers, "/x", 502)]
    [InlineData(FirewallAnswers.Bodies, "/x", 502)]
    [InlineData(FirewallAnswers.Headers, "/harmless", 200)]
    public async Task Headers_are_judged_before_they_go_out(FirewallAnswers inspect, string path, int status)
    {
        await using var site = await StartAsync(inspect, context =>
        {
            context.Response.Headers["X-Leak"] = "a secret";
            context.Response.Headers.ETag = "\"one\"";
            return context.Response.WriteAsync("the answer", context.RequestAborted);
        });

        using var answer = await site.AskAsync("GET", path);
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(status == 200, answer.Headers.Contains("X-Leak"));
        Assert.Equal(status == 200, answer.Headers.ETag is not null);
        Assert.Equal(status == 200, body == "the answer");
        if (status == 200)
            return;

        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        var line = Assert.Single(await site.LogAsync());
        Assert.Equal(("block", "answer", "2"), ((string?)line["action"], (string?)line["reason"], (string?)line["rule"]));
    }

    [Theory]
    [InlineData("text/plain", "", 502)]
    [InlineData("text/html; charset=utf-8", "", 502)]
    [InlineData("text/html", "gzip", 502)]
    [InlineData("text/html", "br", 502)]
    [InlineData("application/json", "", 200)]
    [InlineData("image/png", "", 200)]
    public async Task Bodies_of_the_listed_types_are_held_until_the_verdict(string type, string coding, int status)
    {
        var leak = Coded(new string('a', 100_000) + Leak, coding);
        await using var site = await StartAsync(FirewallAnswers.Bodies, context => AnswerAsync(context, type, coding, leak));

        using var answer = await site.AskAsync("GET", "/_matrix/client/v3/x");
        var body = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)answer.StatusCode);
        if (status == 200)
            Assert.Equal(leak, body);
        else
            Assert.Equal("""{"errcode":"M_UNKNOWN","error":"The service could not be reached"}""", Encoding.UTF8.GetString(body));

        Assert.Equal(status == 200 && coding.Length > 0, answer.Content.Headers.ContentEncoding.Count > 0);
        await NothingIsHeldAsync();
    }

    [Theory]
    [InlineData("", 10)]
    [InlineData("", 200_000)]
    [InlineData("gzip", 200_000)]
    public async Task What_the_rules_have_nothing_against_arrives_as_it_was(string coding, int length)
    {
        var text = Coded(new string('a', length), coding);
        await using var site = await StartAsync(FirewallAnswers.Bodies, context => AnswerAsync(context, "text/html", coding, text));

        using var answer = await site.AskAsync("GET", "/page");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(text, await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal(text.Length, answer.Content.Headers.ContentLength);
        await NothingIsHeldAsync();
    }

    [Theory]
    [InlineData(1_000, 502)]
    [InlineData(70_000, 200)]
    public async Task Of_a_long_body_the_beginning_is_inspected_and_the_log_says_so(int before, int status)
    {
        var text = Encoding.UTF8.GetBytes(new string('a', before) + Leak + new string('b', 100_000));
        await using var site = await StartAsync(FirewallAnswers.Bodies, context => AnswerAsync(context, "text/plain", "", text), options => options.Bytes = 50_000);

        using var answer = await site.AskAsync("GET", "/page");

        Assert.Equal(status, (int)answer.StatusCode);
        if (status == 200)
            Assert.Equal(text, await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));

        Assert.Equal("long-answer", (string?)(await site.LogAsync())[0]["reason"]);
        await NothingIsHeldAsync();
    }

    [Theory]
    [InlineData("text/event-stream", "/stream")]
    [InlineData("text/plain", "/_matrix/client/v3/sync")]
    [InlineData("application/octet-stream", "/stream")]
    public async Task Streams_and_long_polls_are_not_held(string type, string path)
    {
        var goOn = new TaskCompletionSource();
        await using var site = await StartAsync(FirewallAnswers.Bodies, async context =>
        {
            context.Response.ContentType = type;
            await context.Response.WriteAsync("one", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await goOn.Task.WaitAsync(Deadline.Token());
            await context.Response.WriteAsync(Leak, context.RequestAborted);
        });
        using var client = new HttpClient();

        using var answer = await client.GetAsync(new Uri(site.Url, path), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        await using var body = await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var first = new byte[3];
        await body.ReadExactlyAsync(first, Deadline.Token());
        goOn.SetResult();

        Assert.Equal("one"u8.ToArray(), first);
    }

    [Fact]
    public async Task Who_streams_an_answer_that_is_refused_is_told_to_stop()
    {
        var stopped = new TaskCompletionSource();
        await using var site = await StartAsync(FirewallAnswers.Headers, async context =>
        {
            context.Response.ContentType = "text/event-stream";
            context.Response.Headers["X-Leak"] = "a secret";
            await context.Response.Body.FlushAsync(context.RequestAborted);
            try
            {
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            }
            finally
            {
                stopped.SetResult();
            }
        });

        Assert.Equal(502, await site.SendAsync("GET", "/events"));
        await stopped.Task.WaitAsync(Deadline.Token());
    }

    [Theory]
    [InlineData("HEAD", 200, 502)]
    [InlineData("GET", 204, 502)]
    [InlineData("GET", 500, 502)]
    public async Task An_answer_without_a_body_has_a_head_too(string method, int answered, int status)
    {
        await using var site = await StartAsync(FirewallAnswers.Bodies, context =>
        {
            (context.Response.StatusCode, context.Response.ContentType) = (answered, answered == 204 ? null : "text/plain");
            context.Response.Headers["X-Leak"] = answered == 500 ? "no" : "a secret";
            return Task.CompletedTask;
        });

        Assert.Equal(status, await site.SendAsync(method, "/"));
    }

    [Fact]
    public async Task A_group_that_counts_only_writes_it_down_and_one_that_is_off_costs_nothing()
    {
        await using var site = await StartAsync(FirewallAnswers.Bodies, context => AnswerAsync(context, "text/plain", "", Encoding.UTF8.GetBytes(Leak)), mode: FirewallMode.Count);

        Assert.Equal(200, await site.SendAsync("GET", "/"));
        var line = Assert.Single(await site.LogAsync());
        Assert.Equal(("count", "answer", "/"), ((string?)line["action"], (string?)line["reason"], (string?)line["path"]));
        Assert.DoesNotContain("ORA", line.ToJsonString(), StringComparison.Ordinal);
        Assert.True(site.Rules.InspectsAnswers);

        site.Rules.SetMode("crs", FirewallMode.Off, new Core.Control.ControlPeer(1, 2, 3));
        Assert.False(site.Rules.InspectsAnswers);
    }

    [Fact]
    public void Settings_that_cannot_be_are_told()
    {
        var options = new FirewallOptions { Answers = new FirewallAnswerOptions { Inspect = FirewallAnswers.Bodies, Types = ["text", "text/event-stream", "text/a \nSecRuleEngine"], Bytes = 1 } };

        Assert.Equal(
            [
                "waf.answers.bytes 1 is out of range: 4096 to 16777216",
                "waf.answers.types[0] 'text' is no type such as text/html",
                "waf.answers.types[1] is a stream that never ends, so it cannot be held",
                "waf.answers.types[2] 'text/a \nSecRuleEngine' is no type such as text/html",
                "waf.answers.inspect finds nothing: only the OWASP Core Rule Set has rules about answers, and 'crs' names none",
            ],
            options.Validate(ConfigPath.Root["waf"]).Select(error => $"{error.Path} {error.Message}"),
            StringComparer.Ordinal);
    }

    /// <summary>A client has the last byte a moment before its memory is given back.</summary>
    private static async Task NothingIsHeldAsync()
    {
        var deadline = Deadline.Token();
        while (RequestFirewall.Memory.Held > 0)
            await Task.Delay(TimeSpan.FromMilliseconds(10), deadline);
    }

    private static async Task AnswerAsync(HttpContext context, string type, string coding, byte[] body)
    {
        (context.Response.ContentType, context.Response.ContentLength) = (type, body.Length);
        if (coding.Length > 0)
            context.Response.Headers.ContentEncoding = coding;

        foreach (var part in body.Chunk(7_000))
            await context.Response.Body.WriteAsync(part, context.RequestAborted);
    }

    private static byte[] Coded(string text, string coding)
    {
        using var coded = new MemoryStream();
        using (Stream coder = coding switch
        {
            "gzip" => new GZipStream(coded, CompressionMode.Compress),
            "br" => new BrotliStream(coded, CompressionMode.Compress),
            _ => new BufferedStream(coded),
        })
        {
            coder.Write(Encoding.UTF8.GetBytes(text));
        }

        return coded.ToArray();
    }

    private async Task<FirewalledSite> StartAsync(
        FirewallAnswers inspect, RequestDelegate serve, Action<FirewallAnswerOptions>? configure = null, FirewallMode mode = FirewallMode.Block)
    {
        var site = await FirewalledSite.StartAsync(options =>
        {
            options.Crs = new CoreRuleSetOptions { Folder = _rules.Path, Profile = CoreRuleSetProfile.None };
            options.Groups.Crs = mode;
            options.Groups.Core = FirewallMode.Off;
            options.Answers.Inspect = inspect;
            configure?.Invoke(options.Answers);
        });
        site.Serve = serve;
        return site;
    }
}
