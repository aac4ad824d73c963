using Bulwark.Core.Configuration;
using Bulwark.Proxy.RateLimiting;
using Bulwark.Proxy.RateLimiting.Matching;

namespace Bulwark.Proxy.Tests.RateLimiting;

public sealed class RateLimitOptionsTests
{
    [Fact]
    public void What_is_there_by_default_is_in_order()
    {
        var options = new RateLimitOptions();

        Assert.Empty(options.Validate(new("rateLimits")));
        for (var i = 0; i < options.Rules.Count; i++)
            Assert.Empty(Problems(options.Rules[i]));
    }

    [Theory]
    [InlineData(0, "rateLimits.memoryMiB: 0 is out of range: 1 to 1024")]
    [InlineData(1025, "rateLimits.memoryMiB: 1025 is out of range: 1 to 1024")]
    public void Memory_has_bounds(int memoryMiB, string problem) => Assert.Equal([problem], Problems(new RateLimitOptions { MemoryMiB = memoryMiB }));

    [Fact]
    public void No_rules_at_all_are_warned_of()
    {
        var warning = Assert.Single(new RateLimitOptions { Rules = [] }.Validate(new("rateLimits")));

        Assert.True(warning.IsWarning);
        Assert.Equal("rateLimits.rules: is empty: nothing keeps a client from guessing passwords as fast as it can", Text(warning));
    }

    [Fact]
    public void There_are_not_more_than_a_hundred_rules_and_each_has_a_name_of_its_own()
    {
        Assert.Equal(
            ["rateLimits.rules: holds 101 rules; 100 is the most"],
            Problems(new RateLimitOptions { Rules = [.. Enumerable.Range(0, 101).Select(number => Rule(rule => rule.Name = $"rule {number}"))] }));
        Assert.Equal(
            ["rateLimits.rules[2].name: 'a' stands twice: metrics and status tell rules apart by name"],
            Problems(new RateLimitOptions { Rules = [Rule(rule => rule.Name = "a"), Rule(rule => rule.Name = "b"), Rule(rule => rule.Name = "a")] }));
    }

    [Theory]
    [InlineData("", 10, 1, null, 429, "at.name: is not a name of 1 to 64 characters")]
    [InlineData("x", 9.999, 1, null, 429, "at.period: is out of range: 10s to 1h")]
    [InlineData("x", 10, 1, null, 429, null)]
    [InlineData("x", 3600, 1, null, 429, null)]
    [InlineData("x", 3600.001, 1, null, 429, "at.period: is out of range: 10s to 1h")]
    [InlineData("x", 10, 0, null, 429, "at.requestsPerPeriod: 0 is out of range: 1 to 524286")]
    [InlineData("x", 10, 524_286, null, 429, null)]
    [InlineData("x", 10, 524_287, null, 429, "at.requestsPerPeriod: 524287 is out of range: 1 to 524286")]
    [InlineData("x", 10, 1, -1.0, 429, "at.mitigationTimeout: is out of range: 0s to 24h")]
    [InlineData("x", 10, 1, 0.0, 429, null)]
    [InlineData("x", 10, 1, 86_400.0, 429, null)]
    [InlineData("x", 10, 1, 86_401.0, 429, "at.mitigationTimeout: is out of range: 0s to 24h")]
    [InlineData("x", 10, 1, null, 399, "at.responseStatus: 399 is out of range: 400 to 499")]
    [InlineData("x", 10, 1, null, 500, "at.responseStatus: 500 is out of range: 400 to 499")]
    public void A_rule_has_a_name_and_its_numbers_have_bounds(string name, double period, int requests, double? timeout, int status, string? problem)
    {
        var rule = new RateLimitRuleOptions
        {
            Name = name,
            Period = TimeSpan.FromSeconds(period),
            RequestsPerPeriod = requests,
            MitigationTimeout = timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
            ResponseStatus = status,
        };

        Assert.Equal(problem is null ? [] : [problem], Problems(rule));
    }

    [Fact]
    public void One_counter_for_everybody_and_a_status_before_there_is_an_answer_are_refused() => Assert.Equal(
        [
            "at.characteristics: is empty: one counter for everybody would let one client lock out all others",
            "at.expression[1].statuses: can stand in countingExpression only: a request is refused before it has an answer",
        ],
        Problems(Rule(rule => (rule.Characteristics, rule.Expression) = ([], [new(), new() { Statuses = [401] }]))));

    [Theory]
    [InlineData(CharacteristicType.Header, null, "at.name: is missing: which header, cookie or query argument?")]
    [InlineData(CharacteristicType.Cookie, " ", "at.name: is missing: which header, cookie or query argument?")]
    [InlineData(CharacteristicType.Query, "q", null)]
    [InlineData(CharacteristicType.Address, null, null)]
    [InlineData(CharacteristicType.Address, "x", "at.name: has no meaning here: leave it out")]
    [InlineData(CharacteristicType.TokenSubject, "x", "at.name: has no meaning here: leave it out")]
    public void A_characteristic_has_a_name_where_it_needs_one(CharacteristicType type, string? name, string? problem) =>
        Assert.Equal(problem is null ? [] : [problem], Problems(new CharacteristicOptions { Type = type, Name = name }));

    [Fact]
    public void All_that_is_wrong_with_a_condition_is_told_at_once() => Assert.Equal(
        [
            "at.hosts[1]: 'a b' is not a host name",
            "at.paths[0]: 'login' is not a path such as \"/login\", \"/_matrix/client/*/login\" or \"/media/**\"",
            "at.paths[2]: '/a*' is not a path such as \"/login\", \"/_matrix/client/*/login\" or \"/media/**\"",
            "at.methods[0]: 'post' is not a request method such as \"POST\"",
            "at.statuses[0]: 199 is out of range: 200 to 599",
            "at.statuses[2]: 600 is out of range: 200 to 599",
        ],
        Problems(new RequestConditionOptions { Hosts = ["example.org", "a b"], Paths = ["login", "/login", "/a*"], Methods = ["post", "GET"], Statuses = [199, 401, 600] }));

    [Fact]
    public void A_header_to_look_for_has_a_name() => Assert.Equal(["at.name: is empty"], Problems(new NamedValueOptions { Name = "" }));

    [Theory]
    [InlineData("localhost:6379", false, null, null)]
    [InlineData("[::1]:6379", false, null, null)]
    [InlineData("/run/redis.sock", false, null, null)]
    [InlineData("redis.example.org:6379", true, "ca.pem", null)]
    [InlineData("redis.example.org:6379", false, null, "at.tls: is false: the password and all counts go over the network in the clear")]
    [InlineData("10.0.0.1:6379", false, null, "at.tls: is false: the password and all counts go over the network in the clear")]
    [InlineData("localhost:6379", false, "ca.pem", "at.trustStore: has no meaning without tls")]
    [InlineData("localhost", false, null, "at.endpoint: 'localhost' is neither HOST:PORT nor the path of a Unix socket")]
    [InlineData("localhost:0", false, null, "at.endpoint: 'localhost:0' is neither HOST:PORT nor the path of a Unix socket")]
    [InlineData("localhost:65536", false, null, "at.endpoint: 'localhost:65536' is neither HOST:PORT nor the path of a Unix socket")]
    [InlineData(":6379", false, null, "at.endpoint: ':6379' is neither HOST:PORT nor the path of a Unix socket")]
    [InlineData("a b:6379", false, null, "at.endpoint: 'a b:6379' is neither HOST:PORT nor the path of a Unix socket")]
    public void Redis_has_an_address_and_talks_TLS_over_a_network(string endpoint, bool isTls, string? trustStore, string? problem) => Assert.Equal(
        problem is null ? [] : [problem],
        Problems(new RateLimitRedisOptions { Endpoint = endpoint, Password = new() { File = "x" }, Tls = isTls, TrustStore = trustStore }));

    private static RateLimitRuleOptions Rule(Action<RateLimitRuleOptions> change)
    {
        var rule = new RateLimitRuleOptions { Name = "x", Period = TimeSpan.FromSeconds(10), RequestsPerPeriod = 1 };
        change(rule);
        return rule;
    }

    private static string[] All(RateLimitRuleOptions rule) => Problems(rule);

    private static string[] Problems(RateLimitOptions options) => [.. options.Validate(new("rateLimits")).Select(Text)];

    private static string[] Problems(IConfigSection section) => [.. section.Validate(new("at")).Select(Text)];

    private static string Text(ConfigError problem) => $"{problem.Path}: {problem.Message}";
}
