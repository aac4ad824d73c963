using System.Net;
using Bulwark.Proxy.Firewall;
using Bulwark.Proxy.Firewall.Answers;
using Bulwark.Testing;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Edge.Tests.Firewall;

/// <summary>Rules about answers in a real edge, between its cache and its load balancer.</summary>
public sealed class AnswerTests : IDisposable
{
    private const string Path = "/_matrix/client/versions";

    private readonly TemporaryDirectory _rules = new();

    public AnswerTests() => File.WriteAllText(System.IO.Path.Combine(_rules.Path, "answers.conf"), """
        SecRule RESPONSE_BODY "@contains ORA-00933" "id:3,phase:4,deny,log,msg:'A database'"
        """);

    public void Dispose() => _rules.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task What_is_refused_is_never_stored_and_what_passes_is_stored_and_compressed(int version)
    {
        var (asked, isLeaking) = (0, true);
        await using var edge = await EdgeFixture.StartAsync((options, _) =>
        {
            options.Cache.Enabled = true;
            options.Waf.Crs = new CoreRuleSetOptions { Folder = _rules.Path, Profile = CoreRuleSetProfile.None };
            options.Waf.Groups.Crs = FirewallMode.Block;
            options.Waf.Answers.Inspect = FirewallAnswers.Bodies;
        });
        await using var homeserver = await edge.StartHomeserverAsync(context =>
        {
            asked++;
            var text = new string('a', 20_000) + (isLeaking ? "ORA-00933" : "the end");
            context.Response.Headers.CacheControl = "public, max-age=60";
            (context.Response.ContentType, context.Response.ContentLength) = ("text/plain", text.Length);
            return context.Response.WriteAsync(text, context.RequestAborted);
        });
        using var handler = edge.Handler(version);
        handler.AutomaticDecompression = DecompressionMethods.All;
        using var client = new HttpClient(handler)
        {
            BaseAddress = new Uri($"https://localhost:{edge.Port}"),
            DefaultRequestVersion = version == 1 ? HttpVersion.Version11 : HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        client.DefaultRequestHeaders.Add("User-Agent", "Element/1.11");

        for (var i = 1; i <= 2; i++)
        {
            using var refused = await client.GetAsync(Path, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.BadGateway, refused.StatusCode);
            Assert.DoesNotContain("aaa", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
            Assert.Equal(i, asked);
        }

        isLeaking = false;
        for (var i = 1; i <= 2; i++)
        {
            using var passed = await client.GetAsync(Path, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, passed.StatusCode);
            Assert.EndsWith("the end", await passed.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
            Assert.Equal(3, asked);
        }
    }
}
