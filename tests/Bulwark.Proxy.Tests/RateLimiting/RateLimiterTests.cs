using Bulwark.Core;
using Bulwark.Proxy.RateLimiting;
using Bulwark.Proxy.RateLimiting.Matching;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Proxy.Tests.RateLimiting;

public sealed class RateLimiterTests
{
    private const string Login = "/_matrix/client/v3/login";

    [Theory]
    [InlineData(Login, 403)]
    [InlineData("/_matrix/client/r0/register", 400)]
    [InlineData("/login", 401)]
    [InlineData("/oauth2/authorize?client_id=x", 404)]
    public async Task By_default_sixteen_logins_that_fail_within_ten_seconds_end_all_logins(string target, int refusal)
    {
        using var site = new LimitedSite { Answer = Answers(refusal) };
        for (var i = 0; i < 16; i++)
            Assert.Equal(refusal, await site.SendAsync(target));

        site.Answer = Answers(200);
        Assert.Equal(429, await site.SendAsync(target));
        Assert.Equal(200, await site.SendAsync("/_matrix/client/v3/sync"));
        Assert.Equal(200, await site.SendAsync(target, "192.0.2.2"));

        site.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(200, await site.SendAsync(target));
    }

    [Fact]
    public async Task By_default_an_office_behind_one_address_logs_in_as_often_as_it_likes()
    {
        using var site = new LimitedSite();

        Assert.Equal(300, await site.SendManyAsync(300, Login));
    }

    [Fact]
    public async Task By_default_a_password_sent_in_the_words_of_cognito_is_limited_too()
    {
        using var site = new LimitedSite { Answer = Answers(400) };
        for (var i = 0; i < 16; i++)
            Assert.Equal(400, await site.SendAsync("/", prepare: request => Ask(request, "InitiateAuth")));

        Assert.Equal(429, await site.SendAsync("/", prepare: request => Ask(request, "InitiateAuth")));
        Assert.Equal(400, await site.SendAsync("/", prepare: request => Ask(request, "GetUser")));
        Assert.Equal(400, await site.SendAsync("/"));
    }

    [Fact]
    public async Task By_default_passwords_are_limited_before_the_first_has_failed()
    {
        using var site = new LimitedSite();

        Assert.Equal(100, await site.SendManyAsync(120, "/", prepare: request => Ask(request, "InitiateAuth")));
        Assert.Equal(20, await site.SendManyAsync(20, "/", prepare: request => Ask(request, "GetUser")));
    }

    [Fact]
    public async Task By_default_more_than_2000_requests_are_counted_and_let_through()
    {
        using var site = new LimitedSite();

        Assert.Equal(2010, await site.SendManyAsync(2010, "/"));

        Assert.Equal((2000, 10), (site.Limiter.Rules[2].Counted.Counted, site.Limiter.Rules[2].Counted.Exceeded));
    }

    [Fact]
    public async Task Other_spellings_of_a_path_are_counted_with_it()
    {
        using var site = new LimitedSite { Answer = Answers(403) };
        string[] spellings = [Login, "/_matrix/client/v3/%6cogin", "/_matrix/client/v3/login/", "/_matrix/client/r0/login", "/_matrix/client/v3/login;x"];

        var failed = 0;
        for (var i = 0; i < 30; i++)
            failed += await site.SendAsync(spellings[i % spellings.Length]) == 403 ? 1 : 0;

        Assert.Equal(16, failed);
    }

    [Fact]
    public async Task Mitigation_goes_on_for_its_timeout_whatever_the_rate_and_then_counting_begins_anew()
    {
        using var site = new LimitedSite(Rule(requests: 2, timeout: 60));
        await site.SendManyAsync(3, "/");

        for (var second = 0; second < 50; second += 10)
        {
            site.Time.Advance(TimeSpan.FromSeconds(10));
            Assert.Equal(429, await site.SendAsync("/"));
        }

        site.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(2, await site.SendManyAsync(3, "/"));
    }

    [Fact]
    public async Task Without_a_timeout_only_the_excess_is_refused()
    {
        using var site = new LimitedSite(Rule(requests: 10, timeout: 0));
        var served = 0;
        for (var i = 0; i < 400; i++)
        {
            // Four times as often as the limit allows.
            served += await site.SendManyAsync(1, "/");
            site.Time.Advance(TimeSpan.FromMilliseconds(250));
        }

        Assert.InRange(served, 85, 125);
    }

    [Fact]
    public async Task A_steady_rate_below_the_limit_is_never_refused()
    {
        using var site = new LimitedSite(Rule(requests: 15, timeout: 3600));
        for (var i = 0; i < 300; i++)
        {
            Assert.Equal(200, await site.SendAsync("/"));
            site.Time.Advance(TimeSpan.FromMilliseconds(667));
        }
    }

    [Fact]
    public async Task Rules_count_in_order_until_one_blocks()
    {
        var count = Rule("first", requests: 1, timeout: 60);
        count.Action = RateLimitAction.Count;
        using var site = new LimitedSite(count, Rule("second", requests: 2, timeout: 60), Rule("third", requests: 100, timeout: 60));

        Assert.Equal(2, await site.SendManyAsync(5, "/"));

        Assert.Equal([(1, 4), (2, 3), (2, 0)], site.Limiter.Rules.Select(rule => (rule.Counted.Counted, rule.Counted.Exceeded)));
    }

    [Fact]
    public async Task A_status_in_the_counting_expression_counts_answers_and_refuses_the_next_request()
    {
        var rule = Rule(requests: 3, timeout: 60);
        rule.Expression = [new() { Paths = ["/login"] }];
        rule.CountingExpression = [new() { Paths = ["/login"], Statuses = [401, 403] }];
        using var site = new LimitedSite(rule);
        Assert.Equal(20, await site.SendManyAsync(20, "/login"));

        site.Answer = context =>
        {
            context.Response.StatusCode = 403;
            return Task.CompletedTask;
        };

        for (var i = 0; i < 4; i++)
            Assert.Equal(403, await site.SendAsync("/login"));
        Assert.Equal(429, await site.SendAsync("/login"));
        Assert.Equal(403, await site.SendAsync("/other"));
    }

    [Fact]
    public async Task The_counting_expression_stands_by_itself()
    {
        var rule = Rule(requests: 2, timeout: 60);
        rule.Expression = [new() { Paths = ["/a"] }];
        rule.CountingExpression = [new() { Paths = ["/b"] }];
        using var site = new LimitedSite(rule);

        Assert.Equal(5, await site.SendManyAsync(5, "/b"));
        Assert.Equal(429, await site.SendAsync("/a"));
        Assert.Equal(200, await site.SendAsync("/a", "192.0.2.2"));
    }

    [Theory]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", true)]
    [InlineData("2001:db8:0:1::1", "2001:db8:0:2::1", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("0.0.0.1", "::1", false)]
    public async Task An_IPv6_client_is_its_network(string first, string second, bool isSame)
    {
        using var site = new LimitedSite(Rule(requests: 1, timeout: 60));
        await site.SendAsync("/", first);

        Assert.Equal(isSame ? 429 : 200, await site.SendAsync("/", second));
    }

    [Fact]
    public async Task Each_combination_of_characteristics_has_a_counter_and_who_lacks_one_is_not_counted()
    {
        var rule = Rule(requests: 1, timeout: 60);
        rule.Characteristics =
        [
            new() { Type = CharacteristicType.Header, Name = "X-Api-Key" }, new() { Type = CharacteristicType.Cookie, Name = "sid" },
            new() { Type = CharacteristicType.Query, Name = "q" }, new() { Type = CharacteristicType.Path }, new() { Type = CharacteristicType.Host },
        ];
        using var site = new LimitedSite(rule);
        static Action<HttpRequest> With(string key, string? cookie = "a=1; sid=2", string host = "localhost") => request =>
        {
            request.Headers["X-Api-Key"] = key;
            request.Headers.Cookie = cookie;
            request.Host = new HostString(host);
        };

        Assert.Equal(1, await site.SendManyAsync(2, "/p?q=1", prepare: With("a")));
        Assert.Equal(0, await site.SendManyAsync(1, "/P/?x=2&%71=1", "192.0.2.9", With("a", "sid=2", "LOCALHOST:1")));
        Assert.Equal(1, await site.SendManyAsync(2, "/p?q=1", prepare: With("b")));
        Assert.Equal(1, await site.SendManyAsync(2, "/p?q=1", prepare: With("a", "sid=3")));
        Assert.Equal(1, await site.SendManyAsync(2, "/p?q=2", prepare: With("a")));
        Assert.Equal(1, await site.SendManyAsync(2, "/r?q=1", prepare: With("a")));
        Assert.Equal(1, await site.SendManyAsync(2, "/p?q=1", prepare: With("a", host: "other")));
        Assert.Equal(5, await site.SendManyAsync(5, "/p?q=1", prepare: With("a", cookie: null)));
        Assert.Equal(5, await site.SendManyAsync(5, "/p", prepare: With("a")));
    }

    [Fact]
    public async Task A_token_counts_by_its_subject_once_it_is_verified()
    {
        var rule = Rule(requests: 1, timeout: 60);
        rule.Characteristics = [new() { Type = CharacteristicType.TokenSubject }];
        using var site = new LimitedSite(new RateLimitOptions { Rules = [rule] }, context => context.Request.Headers["Verified"]);

        Assert.Equal(1, await site.SendManyAsync(3, "/", prepare: request => request.Headers["Verified"] = "alice"));
        Assert.Equal(1, await site.SendManyAsync(3, "/", prepare: request => request.Headers["Verified"] = "bob"));
        Assert.Equal(3, await site.SendManyAsync(3, "/"));
    }

    [Fact]
    public void A_tier_that_verifies_no_tokens_refuses_a_rule_that_counts_by_them()
    {
        var rule = Rule(requests: 1, timeout: 60);
        rule.Characteristics = [new() { Type = CharacteristicType.TokenSubject }];

        Assert.Equal(
            "The rate limit 'rule' counts by token subject, but the edge tier verifies no tokens.",
            Assert.Throws<OperatorException>(() => new LimitedSite(rule)).Message);
    }

    [Fact]
    public async Task Conditions_of_method_host_header_and_query_all_have_to_hold()
    {
        var rule = Rule(requests: 1, timeout: 60);
        rule.Expression =
        [
            new()
            {
                Methods = ["POST"], Hosts = ["localhost"], Headers = [new() { Name = "X-Kind", Values = ["a", "b"] }], Query = [new() { Name = "v" }],
            },
        ];
        using var site = new LimitedSite(rule);
        static void Fit(HttpRequest request)
        {
            request.Method = "POST";
            request.Headers["X-Kind"] = "B";
        }

        Assert.Equal(1, await site.SendManyAsync(3, "/?v=1", prepare: Fit));
        Assert.Equal(3, await site.SendManyAsync(3, "/", prepare: Fit));
        Assert.Equal(3, await site.SendManyAsync(3, "/?v=1", prepare: request => { Fit(request); request.Method = "GET"; }));
        Assert.Equal(3, await site.SendManyAsync(3, "/?v=1", prepare: request => { Fit(request); request.Headers["X-Kind"] = "c"; }));
        Assert.Equal(3, await site.SendManyAsync(3, "/?v=1", prepare: request => { Fit(request); request.Host = new HostString("other"); }));
    }

    [Fact]
    public async Task New_settings_that_count_the_same_go_on_with_the_counts()
    {
        using var site = new LimitedSite(Rule(requests: 3, timeout: 60));
        await site.SendManyAsync(2, "/");
        await site.SendManyAsync(4, "/", "192.0.2.2");

        var renamed = Rule("other name", requests: 3, timeout: 600);
        renamed.ResponseStatus = 418;
        site.Change(new RateLimitOptions { Rules = [renamed], MemoryMiB = 2 });

        Assert.Equal(1, await site.SendManyAsync(3, "/"));
        Assert.Equal(418, await site.SendAsync("/", "192.0.2.2"));
    }

    [Fact]
    public async Task New_settings_that_count_otherwise_begin_anew()
    {
        using var site = new LimitedSite(Rule(requests: 3, timeout: 60));
        await site.SendManyAsync(4, "/");

        site.Change(new RateLimitOptions { Rules = [Rule(requests: 5, timeout: 60)] });

        Assert.Equal(5, await site.SendManyAsync(10, "/"));
    }

    [Fact]
    public async Task Two_rules_that_count_the_same_count_each_for_itself()
    {
        var first = Rule("first", requests: 4, timeout: 60);
        first.Action = RateLimitAction.Count;
        using var site = new LimitedSite(first, Rule("second", requests: 4, timeout: 60));

        Assert.Equal(4, await site.SendManyAsync(6, "/"));
    }

    [Fact]
    public async Task A_clock_that_jumps_back_lets_nobody_through()
    {
        using var site = new LimitedSite(Rule(requests: 2, timeout: 60));
        site.Time.Advance(TimeSpan.FromHours(2));
        await site.SendManyAsync(3, "/");
        await site.SendManyAsync(2, "/", "192.0.2.2");

        site.Time.AdjustTime(site.Time.Start);

        Assert.Equal(429, await site.SendAsync("/"));
        Assert.Equal(429, await site.SendAsync("/", "192.0.2.2"));
    }

    private static RequestDelegate Answers(int status) => context =>
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    };

    private static void Ask(HttpRequest request, string operation)
    {
        request.Method = "POST";
        request.Headers["X-Amz-Target"] = "AWSCognitoIdentityProviderService." + operation;
    }

    private static RateLimitRuleOptions Rule(int requests, int timeout) => Rule("rule", requests, timeout);

    private static RateLimitRuleOptions Rule(string name, int requests, int timeout) => new()
    {
        Name = name,
        Period = TimeSpan.FromSeconds(10),
        RequestsPerPeriod = requests,
        MitigationTimeout = TimeSpan.FromSeconds(timeout),
    };
}
