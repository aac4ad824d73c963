using Bulwark.Core.Configuration;
using Bulwark.LoadBalancer.TargetGroups;

namespace Bulwark.LoadBalancer.Tests;

public sealed class RoutingValidationTests
{
    [Fact]
    public void Takes_what_an_operator_would_write()
    {
        var options = new LoadBalancerOptions
        {
            Rules =
            [
                new() { Host = ["chat.example.org"], Path = ["/_matrix/*"], Forward = [new() { TargetGroup = "blue", Weight = 9 }, new() { TargetGroup = "homeserver" }] },
                new() { Path = ["/old/*"], Redirect = new() { Host = "www.#{host}", Path = "/#{path}", Status = 301 } },
                new() { FixedResponse = new() { Status = 503, Body = "maintenance" } },
            ],
            TargetGroups = new Dictionary<string, TargetGroupOptions>(StringComparer.Ordinal)
            {
                ["blue"] = new() { Targets = ["http://127.0.0.1:8008", "unix:run/blue.sock", "https://blue.example.org"], Tls = new() { TrustStore = "ca.pem" } },
            },
            Hosts = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["localhost"] = ["homeserver"] },
        };

        Assert.Empty(Problems(options));
    }

    [Fact]
    public void Tells_every_problem_of_rules()
    {
        var options = new LoadBalancerOptions
        {
            Rules =
            [
                new() { Forward = [new() { TargetGroup = "homeserver" }] },
                new() { Path = ["/*"], Forward = [new() { TargetGroup = "nobody", Weight = 0 }] },
                new() { Path = ["x"], Method = ["G T"], SourceAddress = ["10.0.0.0/99"], Redirect = new(), FixedResponse = new() { Status = 302, ContentType = "image/png", Body = new string('x', 1025) } },
                new() { Redirect = new() { Protocol = "http", Host = "a b", Port = "0", Path = "//x", Query = "a#b", Status = 300 } },
            ],
            DefaultAction = new(),
            Hosts = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["a.example.org"] = ["edge"], ["b.example.org"] = [] },
        };

        Assert.Equal(
        [
            "loadBalancer.rules[0].path: is missing: a rule that forwards says which paths, so that none reaches a tier that nobody thought of",
            "loadBalancer.rules[1].forward: has no target group with a weight above 0",
            "loadBalancer.rules[1].path[0]: '/*' fits nearly every path: a rule that forwards names its paths from their start",
            "loadBalancer.rules[2].path[0]: 'x' does not start with '/' or '*'",
            "loadBalancer.rules[2].method[0]: 'G T' is not a method",
            "loadBalancer.rules[2].sourceAddress[0]: '10.0.0.0/99' is not a network such as '192.0.2.0/24'",
            "loadBalancer.rules[2].redirect: leads to where it comes from: change at least one of host, port, path and query",
            "loadBalancer.rules[2].fixedResponse.status: 302 is out of range: 200 to 299, or 400 to 599",
            "loadBalancer.rules[2].fixedResponse.contentType: 'image/png' is not one of text/plain, text/css, text/html, application/javascript, application/json",
            "loadBalancer.rules[2].fixedResponse.body: has 1025 bytes: at most 1024 are allowed",
            "loadBalancer.rules[2]: takes exactly one of forward, redirect and fixedResponse",
            "loadBalancer.rules[3].redirect.status: 300 is not 301, 302, 303, 307 or 308",
            "loadBalancer.rules[3].redirect.protocol: 'http' is not 'https': a redirect never leads from https to http",
            "loadBalancer.rules[3].redirect.host: 'a b' is not a host name or '#{host}'",
            "loadBalancer.rules[3].redirect.port: '0' is not a port or '#{port}'",
            "loadBalancer.rules[3].redirect.path: '//x' is not a path of at most 128 characters that starts with one '/'",
            "loadBalancer.rules[3].redirect.query: 'a#b' is not a query of at most 128 characters",
            "loadBalancer.defaultAction: takes exactly one of redirect and fixedResponse",
            "loadBalancer.rules[1].forward[0].targetGroup: 'nobody' is not a target group: it is no tier and not in loadBalancer.targetGroups",
            "loadBalancer.hosts.a.example.org: names 'edge', which is not one of homeserver, data-api, identity, mcp",
            "loadBalancer.hosts.b.example.org: names no tier: take the host out of 'hosts' if it is not to be served",
        ],
        Problems(options));
    }

    [Fact]
    public void Tells_every_problem_of_target_groups()
    {
        var options = new LoadBalancerOptions
        {
            TargetGroups = new Dictionary<string, TargetGroupOptions>(StringComparer.Ordinal)
            {
                ["Blue"] = new()
                {
                    Targets = ["ftp://x", "http://a/path", "http://a", "http://a:80", "https://10.0.0.1"],
                    Algorithm = TargetAlgorithm.ConsistentHashing,
                    Tls = new() { TrustStore = " " },
                    HealthCheck = new() { Path = "x", Timeout = TimeSpan.FromMinutes(1), Matcher = "200-", HealthyThreshold = 0 },
                    OutlierEjection = new() { MaxPercent = 101, BaseTime = TimeSpan.FromHours(1) },
                    Stickiness = new(),
                    MaxRequestsPerTarget = -1,
                },
                ["none"] = new() { Targets = [], HashKey = new() },
            },
        };

        Assert.Equal(
        [
            "loadBalancer.targetGroups.Blue.targets[0]: 'ftp://x' is not of the form http://host:port, https://host:port or unix:path",
            "loadBalancer.targetGroups.Blue.targets[1]: 'http://a/path' is not of the form http://host:port, https://host:port or unix:path",
            "loadBalancer.targetGroups.Blue.targets[3]: 'http://a:80' stands twice: keep one",
            "loadBalancer.targetGroups.Blue.tls.serverName: is missing: 'https://10.0.0.1' names no host that a certificate could carry",
            "loadBalancer.targetGroups.Blue.hashKey: is missing: algorithm 'consistentHashing' needs a key to hash",
            "loadBalancer.targetGroups.Blue.maxRequestsPerTarget: -1 is out of range: 0 to 1000000",
            "loadBalancer.targetGroups.Blue.tls.trustStore: is empty: name the PEM file with the CAs",
            "loadBalancer.targetGroups.Blue.healthCheck.path: 'x' is not a path of at most 1024 printable ASCII characters that starts with '/'",
            "loadBalancer.targetGroups.Blue.healthCheck.timeout: '1m' is out of range: 100ms to the interval",
            "loadBalancer.targetGroups.Blue.healthCheck.healthyThreshold: 0 is out of range: 1 to 10",
            "loadBalancer.targetGroups.Blue.healthCheck.matcher: '200-' is not a list of statuses such as '200-299,404'",
            "loadBalancer.targetGroups.Blue.outlierEjection.maxTime: '5m' is out of range: baseTime to 24h",
            "loadBalancer.targetGroups.Blue.outlierEjection.maxPercent: 101 is out of range: 0 to 100",
            "loadBalancer.targetGroups.Blue.stickiness: takes exactly one of header and cookie",
            "loadBalancer.targetGroups.none.targets: has 0 targets: name 1 to 64",
            "loadBalancer.targetGroups.none.hashKey: is of no use without algorithm 'consistentHashing'",
            "loadBalancer.targetGroups.none.hashKey: takes exactly one of header, cookie, pathSegment and sourceAddress",
            "loadBalancer.targetGroups.Blue: is not a name of at most 32 lower-case letters, digits and dashes",
        ],
        Problems(options));
    }

    [Theory]
    [InlineData("200-299,404", 204, true)]
    [InlineData("200-299,404", 404, true)]
    [InlineData("200-299,404", 403, false)]
    [InlineData("200", 200, true)]
    [InlineData("200", 201, false)]
    public void Reads_the_good_statuses(string matcher, int status, bool isGood) => Assert.Equal(isGood, StatusRanges.Parse(matcher)!.Contains(status));

    private static string[] Problems(LoadBalancerOptions options) =>
        [.. options.Validate(new ConfigPath("loadBalancer")).Select(problem => $"{problem.Path}: {problem.Message}")];
}
