using Bulwark.Waf.Acl;
using Bulwark.Waf.Acl.Options;
using Bulwark.Waf.Acl.Rates;
using Microsoft.Extensions.Time.Testing;

namespace Bulwark.Waf.Tests.Acl;

public sealed class RateBasedTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void What_is_above_the_limit_matches_until_the_window_has_passed()
    {
        var acl = Limiting(new RateBasedOptions { Limit = 10, WindowSeconds = 60 });

        Assert.Equal(10, CountPassing(acl, 15, "GET / HTTP/1.1"));
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(0, CountPassing(acl, 1, "GET / HTTP/1.1"));
        _time.Advance(TimeSpan.FromSeconds(67));
        Assert.Equal(10, CountPassing(acl, 15, "GET / HTTP/1.1"));
    }

    [Fact]
    public void The_window_slides()
    {
        var acl = Limiting(new RateBasedOptions { Limit = 100, WindowSeconds = 300 });

        Assert.Equal(60, CountPassing(acl, 60, "GET / HTTP/1.1"));
        _time.Advance(TimeSpan.FromSeconds(200));
        Assert.Equal(40, CountPassing(acl, 60, "GET / HTTP/1.1"));
        _time.Advance(TimeSpan.FromSeconds(135));
        Assert.Equal(40, CountPassing(acl, 60, "GET / HTTP/1.1"));
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("2001:db8::1", "2001:db8::ffff:1", true)]
    [InlineData("2001:db8::1", "2001:db8:0:1::1", false)]
    public void Addresses_are_counted_apart(string first, string second, bool areOne)
    {
        var acl = Limiting(new RateBasedOptions { Limit = 10 });
        CountPassing(acl, 10, "GET / HTTP/1.1", first);

        Assert.Equal(areOne ? 0 : 1, CountPassing(acl, 1, "GET / HTTP/1.1", second));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\nX-Key: a", 0)]
    [InlineData("GET / HTTP/1.1\nX-Key: A", 0)]
    [InlineData("POST / HTTP/1.1\nX-Key: a", 1)]
    [InlineData("GET / HTTP/1.1\nX-Key: b", 1)]
    [InlineData("GET / HTTP/1.1", 1)]
    public void Keys_are_counted_in_their_combination(string request, int passing)
    {
        var acl = Limiting(new RateBasedOptions
        {
            Limit = 10,
            Aggregation = RateAggregation.CustomKeys,
            Keys = [new RateKeyOptions { Kind = RateKeyKind.Header, Name = "x-key", Transformations = ["lowercase"] }, new RateKeyOptions { Kind = RateKeyKind.Method }],
        });
        CountPassing(acl, 10, "GET / HTTP/1.1\nX-Key: a");

        Assert.Equal(passing, CountPassing(acl, 1, request));
    }

    [Theory]
    [InlineData(RateKeyKind.Cookie, "c", "GET / HTTP/1.1\nCookie: c=1", "GET / HTTP/1.1\nCookie: c=2")]
    [InlineData(RateKeyKind.QueryArgument, "q", "GET /?q=1 HTTP/1.1", "GET /?q=2 HTTP/1.1")]
    [InlineData(RateKeyKind.QueryString, null, "GET /?q=1 HTTP/1.1", "GET /?q=2 HTTP/1.1")]
    [InlineData(RateKeyKind.UriPath, null, "GET /1 HTTP/1.1", "GET /2 HTTP/1.1")]
    [InlineData(RateKeyKind.Method, null, "GET / HTTP/1.1", "POST / HTTP/1.1")]
    public void Each_kind_of_key_tells_requests_apart(RateKeyKind kind, string? name, string first, string second)
    {
        var acl = Limiting(new RateBasedOptions { Limit = 10, Aggregation = RateAggregation.CustomKeys, Keys = [new RateKeyOptions { Kind = kind, Name = name }] });

        Assert.Equal((10, 10), (CountPassing(acl, 15, first), CountPassing(acl, 15, second)));
    }

    [Fact]
    public void A_request_without_a_key_is_neither_counted_nor_limited()
    {
        var acl = Limiting(new RateBasedOptions { Limit = 10, Aggregation = RateAggregation.CustomKeys, Keys = [new RateKeyOptions { Kind = RateKeyKind.Cookie, Name = "c" }] });

        Assert.Equal(30, CountPassing(acl, 30, "GET / HTTP/1.1"));
    }

    [Theory]
    [InlineData(FallbackBehavior.Match, 0)]
    [InlineData(FallbackBehavior.NoMatch, 1)]
    public void A_forwarded_address_that_is_none_means_what_the_rule_says(FallbackBehavior fallback, int passing)
    {
        var acl = Limiting(new RateBasedOptions { Limit = 10, Aggregation = RateAggregation.ForwardedIp, Forwarded = new ForwardedAddressOptions { Fallback = fallback } });

        Assert.Equal(passing, CountPassing(acl, 1, "GET / HTTP/1.1\nX-Forwarded-For: nonsense"));
        Assert.Equal(1, CountPassing(acl, 1, "GET / HTTP/1.1"));
        Assert.Equal(10, CountPassing(acl, 20, "GET / HTTP/1.1\nX-Forwarded-For: 192.0.2.7, 198.51.100.1"));
    }

    [Fact]
    public void Only_what_the_scope_names_is_counted_and_limited()
    {
        var acl = Limiting(new RateBasedOptions { Limit = 10, Aggregation = RateAggregation.Constant, ScopeDown = AclSample.PathStartsWith("/login") });

        Assert.Equal(20, CountPassing(acl, 20, "GET / HTTP/1.1"));
        Assert.Equal(10, CountPassing(acl, 20, "GET /login HTTP/1.1"));
        Assert.Equal(0, CountPassing(acl, 1, "GET /login HTTP/1.1", "192.0.2.99"));
        Assert.Equal(1, CountPassing(acl, 1, "GET / HTTP/1.1"));
    }

    [Fact]
    public void Labels_of_earlier_rules_are_keys()
    {
        var statement = new StatementOptions
        {
            RateBased = new RateBasedOptions { Limit = 10, Aggregation = RateAggregation.CustomKeys, Keys = [new RateKeyOptions { Kind = RateKeyKind.LabelNamespace, Name = "area:" }] },
        };
        var acl = AclSample.Create(
            new WebAclOptions
            {
                Rules =
                [
                    AclSample.Rule("a", 1, AclSample.PathStartsWith("/a"), AclActionKind.Count, "area:a"),
                    AclSample.Rule("b", 2, AclSample.PathStartsWith("/b"), AclActionKind.Count, "area:b"),
                    AclSample.Rule("limit", 3, statement),
                ],
            },
            environment: new WebAclEnvironment { Time = _time });

        Assert.Equal((10, 10, 20), (CountPassing(acl, 20, "GET /a HTTP/1.1"), CountPassing(acl, 20, "GET /b HTTP/1.1"), CountPassing(acl, 20, "GET /c HTTP/1.1")));
    }

    [Fact]
    public void Its_labels_come_only_while_it_limits()
    {
        var rule = AclSample.Rule("limit", 1, new StatementOptions { RateBased = new RateBasedOptions { Limit = 10 } }, AclActionKind.Count, "limited:ip");
        var acl = AclSample.Create(new WebAclOptions { Rules = [rule] }, environment: new WebAclEnvironment { Time = _time });
        var labels = Enumerable.Range(0, 11).Select(_ => acl.Decide("GET / HTTP/1.1").Labels.Count).ToList();

        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], labels);
    }

    [Fact]
    public void What_is_decided_about_twice_is_counted_once()
    {
        var acl = Limiting(new RateBasedOptions { Limit = 10 });
        for (var i = 0; i < 20; i++)
        {
            using var transaction = acl.Begin("0123456789abcdef"u8);
            AclSample.Send(transaction, "GET / HTTP/1.1", "192.0.2.1");
            Assert.False(acl.Decide(transaction, countsRates: false).IsBlocked);
        }

        Assert.Equal(10, CountPassing(acl, 15, "GET / HTTP/1.1"));
    }

    [Theory]
    [InlineData("login", 20, 60, "/login", 7)]
    [InlineData("login", 12, 60, "/login", 0)]
    [InlineData("log-in", 20, 60, "/login", 15)]
    [InlineData("login", 20, 120, "/login", 15)]
    [InlineData("login", 20, 60, "/log", 15)]
    public void Counts_outlive_the_web_acl_where_the_rule_stays_the_same_but_for_its_limit(string name, int limit, int window, string path, int passing)
    {
        var before = Counting("login", 20, 60, "/login");
        CountPassing(before, 13, "GET /login HTTP/1.1");
        var next = Counting(name, limit, window, path);

        next.KeepRates(before);

        Assert.Equal(passing, CountPassing(next, 15, "GET /login HTTP/1.1"));
    }

    [Fact]
    public void A_flood_of_new_keys_does_not_push_out_who_is_near_the_limit()
    {
        var table = new RateTable(new RateWindow(100, TimeSpan.FromSeconds(60)), _time);
        for (var i = 0; i < 50; i++)
            Count(table, "the one");

        for (var i = 0; i < 100_000; i++)
            Count(table, $"flood {i}");

        Assert.Equal(51, Count(table, "the one"));
    }

    [Fact]
    public async Task All_threads_count_together()
    {
        var table = new RateTable(new RateWindow(100, TimeSpan.FromSeconds(60)), _time);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 5000; i++)
                Count(table, "one");
        })));

        Assert.Equal(20_001, Count(table, "one"));
    }

    private static double Count(RateTable table, string key)
    {
        Span<byte> hash = stackalloc byte[32];
        table.Hash(System.Text.Encoding.UTF8.GetBytes(key), hash);
        return table.Count(hash);
    }

    private WebAcl Counting(string name, int limit, int windowSeconds, string path)
    {
        var rate = new RateBasedOptions { Limit = limit, WindowSeconds = windowSeconds, ScopeDown = AclSample.PathStartsWith(path) };
        var group = new RuleGroupOptions { Rules = [AclSample.Rule(name, 1, new StatementOptions { RateBased = rate })] };
        var rule = new AclRuleOptions { Name = "limits", Priority = 1, Statement = new StatementOptions { RuleGroup = group } };
        return AclSample.Create(new WebAclOptions { Rules = [rule] }, environment: new WebAclEnvironment { Time = _time });
    }

    private WebAcl Limiting(RateBasedOptions options) => AclSample.Blocking(new StatementOptions { RateBased = options }, new WebAclEnvironment { Time = _time });

    private static int CountPassing(WebAcl acl, int requests, string request, string address = "192.0.2.1") =>
        Enumerable.Range(0, requests).Count(_ => !acl.Decide(request, address).IsBlocked);
}
