using System.IO.Compression;
using System.Text;
using Bulwark.Core.Configuration;
using Bulwark.Proxy.Firewall;
using Bulwark.Waf.Acl.Options;

namespace Bulwark.Proxy.Tests.Firewall.Acl;

/// <summary>Rules of the settings in front of a site, over sockets.</summary>
public sealed class OwnRulesTests
{
    private static readonly StatementOptions Login = PathStartsWith("/_matrix/client/v3/login");

    [Fact]
    public async Task The_first_that_decides_decides_and_those_that_count_go_on()
    {
        await using var site = await FirewalledSite.StartAsync(options =>
        {
            options.Groups.AdminPaths = FirewallMode.Block;
            options.Rules =
            [
                Rule("refused", 20, PathStartsWith("/metrics/private"), AclActionKind.Block),
                Rule("allowed", 30, PathStartsWith("/metrics"), AclActionKind.Allow),
                Rule("seen", 10, PathStartsWith("/metrics"), AclActionKind.Count),
            ];
        });

        Assert.Equal(200, await site.SendAsync("GET", "/metrics"));
        Assert.Equal(403, await site.SendAsync("GET", "/metrics/private"));
        Assert.Equal(404, await site.SendAsync("GET", "/.git/config"));

        var lines = await site.LogAsync(3);
        Assert.Equal(["count", "block", "block"], lines.Select(line => (string?)line["action"]), StringComparer.Ordinal);
        Assert.Equal("refused", (string?)lines[1]["rule"]);
        Assert.Equal(["seen", "refused"], lines[1]["matches"]!.AsArray().Select(match => (string?)match!["rule"]), StringComparer.Ordinal);
    }

    [Fact]
    public async Task What_is_only_allowed_leaves_no_line_in_the_log()
    {
        var fromHere = new StatementOptions { IpSet = new IpSetOptions { Addresses = ["127.0.0.0/8"] } };
        await using var site = await FirewalledSite.StartAsync(options => options.Rules =
            [Rule("office", 1, new StatementOptions { And = [fromHere, PathStartsWith("/.git/")] }, AclActionKind.Allow) with { Labels = ["from:office"] }]);

        Assert.Equal(200, await site.SendAsync("GET", "/.git/config"));
        Assert.Equal(404, await site.SendAsync("GET", "/metrics"));

        Assert.Equal("/metrics", (string?)Assert.Single(await site.LogAsync())["path"]);
    }

    [Theory]
    [InlineData(null, null, "/_matrix/client/v3/login", 403, """{"errcode":"M_FORBIDDEN","error":"Access denied"}""")]
    [InlineData(404, null, "/_matrix/client/v3/login", 404, """{"errcode":"M_UNRECOGNIZED","error":"Unrecognized request"}""")]
    [InlineData(418, null, "/_matrix/client/v3/login", 418, """{"errcode":"M_UNKNOWN","error":"Access denied"}""")]
    [InlineData(429, null, "/_matrix/client/v3/login", 429, """{"errcode":"M_LIMIT_EXCEEDED","error":"Too many requests","retry_after_ms":60000}""")]
    [InlineData(204, null, "/_matrix/client/v3/login", 204, "")]
    [InlineData(503, "<h1>Closed</h1>", "/_matrix/client/v3/login", 503, "<h1>Closed</h1>")]
    public async Task A_refusal_is_what_the_rule_says_and_else_in_the_words_of_the_protocol(int? status, string? body, string path, int answered, string text)
    {
        var action = new AclActionOptions
        {
            Kind = AclActionKind.Block,
            Status = status,
            Body = body,
            ContentType = "text/html",
            ResponseHeaders = new Dictionary<string, string>(StringComparer.Ordinal) { ["X-Why"] = "closed" },
        };
        await using var site = await FirewalledSite.StartAsync(options => options.Rules = [new AclRuleOptions { Name = "closed", Priority = 1, Statement = Login, Action = action }]);

        using var answer = await site.AskAsync("GET", path);

        Assert.Equal(answered, (int)answer.StatusCode);
        Assert.Equal(text, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal("closed", answer.Headers.GetValues("X-Why").Single());
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.Equal(body is null ? (answered == 204 ? null : "application/json") : "text/html", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(0, site.Served);
    }

    [Fact]
    public async Task A_limit_counts_a_request_once_however_often_its_body_is_looked_at_and_goes_on_under_other_settings()
    {
        AclRuleOptions[] rules = [Rule("logins", 1, new StatementOptions { RateBased = new RateBasedOptions { Limit = 10, WindowSeconds = 600, ScopeDown = Login } }, AclActionKind.Block)];
        await using var site = await FirewalledSite.StartAsync(options => options.Rules = rules);
        await using var next = await FirewalledSite.StartAsync(options => (options.Rules, options.BodyBytes) = (rules, 50_000));

        for (var i = 0; i < 9; i++)
            Assert.Equal(200, await site.SendAsync("POST", "/_matrix/client/v3/login", Gzip("{}")));

        next.Rules.KeepRates(site.Rules);
        Assert.Equal(200, await next.SendAsync("POST", "/_matrix/client/v3/login"));
        Assert.Equal(403, await next.SendAsync("POST", "/_matrix/client/v3/login"));
        Assert.Equal(200, await next.SendAsync("GET", "/_matrix/client/versions"));
    }

    [Fact]
    public async Task Headers_that_a_rule_adds_reach_the_site_and_those_of_a_client_do_not()
    {
        string? seen = null;
        await using var site = await FirewalledSite.StartAsync(options => options.Rules =
        [
            Rule("mark", 1, new StatementOptions { Not = Login }, AclActionKind.Count) with
            {
                Action = new AclActionOptions { Kind = AclActionKind.Count, InsertHeaders = new Dictionary<string, string>(StringComparer.Ordinal) { ["area"] = "other" } },
            },
        ]);
        site.Serve = context =>
        {
            seen = context.Request.Headers["x-amzn-waf-area"];
            return Task.CompletedTask;
        };

        using var answer = await site.AskAsync("GET", "/", prepare: request => request.Headers.Add("x-amzn-waf-area", "mine"));
        Assert.Equal("other", seen);
    }

    [Fact]
    public async Task Everything_can_be_refused_but_what_a_rule_allows()
    {
        await using var site = await FirewalledSite.StartAsync(options =>
        {
            options.DefaultAction = new AclActionOptions { Kind = AclActionKind.Block, Status = 404 };
            options.Rules = [Rule("chat", 1, PathStartsWith("/_matrix/"), AclActionKind.Allow)];
        });

        Assert.Equal(200, await site.SendAsync("GET", "/_matrix/client/versions"));
        Assert.Equal(404, await site.SendAsync("GET", "/other"));
    }

    [Fact]
    public async Task Rules_of_ones_own_work_with_every_group_off()
    {
        await using var site = await FirewalledSite.StartAsync(options =>
        {
            options.Groups = new FirewallGroupOptions
            {
                Core = FirewallMode.Off, KnownBadInputs = FirewallMode.Off, AdminPaths = FirewallMode.Off, MatrixSanity = FirewallMode.Off, GraphqlSanity = FirewallMode.Off,
            };
            options.Rules = [Rule("no", 1, Login, AclActionKind.Block)];
        });

        Assert.Equal(403, await site.SendAsync("GET", "/_matrix/client/v3/login"));
        Assert.Equal(200, await site.SendAsync("GET", "/.git/config"));
    }

    [Fact]
    public void Every_problem_is_told_with_its_setting()
    {
        var options = new FirewallOptions
        {
            IpSets = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["office"] = ["10.0.0.0/99"] },
            Rules =
            [
                Rule("a", 1, new StatementOptions { IpSet = new IpSetOptions { Set = "ofice" } }, AclActionKind.Block),
                Rule("b", 1, new StatementOptions { ManagedRuleGroup = new ManagedRuleGroupOptions { Name = "crs" } }, AclActionKind.Block) with { Action = null },
                Rule("c", 3, new StatementOptions { GeoMatch = new GeoMatchOptions { Countries = ["DE"] } }, AclActionKind.Block),
            ],
        };

        Assert.Equal(
            [
                "waf.ipSets.office @ipMatch: '10.0.0.0/99' has no prefix length from 0 to 32",
                "waf.rules two rules have the priority 1",
                "waf.rules[0].statement.ipSet.set there is no set 'ofice', only office",
                "waf.rules[1].statement.managedRuleGroup.name there is no group 'crs', only core, known-bad-inputs, admin-paths, matrix-sanity, graphql-sanity",
                "waf.rules[2].statement.geoMatch needs to know the countries of addresses, and no file that does (MaxMind) is configured",
            ],
            options.Validate(ConfigPath.Root["waf"]).Where(error => !error.IsWarning).Select(error => $"{error.Path} {error.Message}"),
            StringComparer.Ordinal);
    }

    [Fact]
    public void Rules_that_refer_to_a_rule_set_that_does_not_load_say_so()
    {
        var options = new FirewallOptions
        {
            Crs = new CoreRuleSetOptions { Folder = "/nowhere" },
            Rules = [Rule("crs", 1, new StatementOptions { ManagedRuleGroup = new ManagedRuleGroupOptions { Name = "crs" } }, AclActionKind.Block) with { Action = null }],
        };

        var error = Assert.Single(options.Validate(ConfigPath.Root["waf"]));

        Assert.StartsWith("waf.crs does not load, and 'rules' refers to it: The rules of the firewall ", $"{error.Path} {error.Message}", StringComparison.Ordinal);
    }

    private static StatementOptions PathStartsWith(string path) => new()
    {
        ByteMatch = new ByteMatchOptions { Field = new FieldOptions { Kind = FieldKind.UriPath }, SearchString = path, Position = PositionalConstraint.StartsWith },
    };

    private static AclRuleOptions Rule(string name, int priority, StatementOptions statement, AclActionKind action) =>
        new() { Name = name, Priority = priority, Statement = statement, Action = new AclActionOptions { Kind = action } };

    private static ByteArrayContent Gzip(string text)
    {
        using var coded = new MemoryStream();
        using (var gzip = new GZipStream(coded, CompressionMode.Compress))
            gzip.Write(Encoding.UTF8.GetBytes(text));

        return new ByteArrayContent(coded.ToArray()) { Headers = { { "Content-Encoding", "gzip" }, { "Content-Type", "application/json" } } };
    }
}
