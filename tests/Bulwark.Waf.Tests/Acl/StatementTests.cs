using System.Net;
using Bulwark.Waf.Acl;
using Bulwark.Waf.Acl.Options;

namespace Bulwark.Waf.Tests.Acl;

public sealed class StatementTests
{
    private const string Json = "POST /a HTTP/1.1\nContent-Type: application/json\n\n";

    [Theory]
    [InlineData(PositionalConstraint.Exactly, "/admin", "/admin", true)]
    [InlineData(PositionalConstraint.Exactly, "/admin", "/admin/", false)]
    [InlineData(PositionalConstraint.StartsWith, "/admin", "/admin/x", true)]
    [InlineData(PositionalConstraint.StartsWith, "/admin", "/x/admin", false)]
    [InlineData(PositionalConstraint.EndsWith, ".php", "/a.php", true)]
    [InlineData(PositionalConstraint.EndsWith, ".php", "/a.php/", false)]
    [InlineData(PositionalConstraint.Contains, "min", "/admin", true)]
    [InlineData(PositionalConstraint.Contains, "MIN", "/admin", false)]
    [InlineData(PositionalConstraint.ContainsWord, "admin", "/x/admin/y", true)]
    [InlineData(PositionalConstraint.ContainsWord, "admin", "/x/admin_y", false)]
    [InlineData(PositionalConstraint.ContainsWord, "admin", "/administrator/admin", true)]
    public void Text_stands_at_its_place(PositionalConstraint position, string text, string path, bool expected)
    {
        var match = new ByteMatchOptions { Field = new FieldOptions { Kind = FieldKind.UriPath }, SearchString = text, Position = position };

        Assert.Equal(expected, IsBlocked(new StatementOptions { ByteMatch = match }, $"GET {path} HTTP/1.1"));
    }

    [Theory]
    [InlineData(FieldKind.UriPath, null, "GET /needle?x HTTP/1.1", true)]
    [InlineData(FieldKind.UriPath, null, "GET /?needle HTTP/1.1", false)]
    [InlineData(FieldKind.UriPath, null, "GET http://needle/ HTTP/1.1", false)]
    [InlineData(FieldKind.QueryString, null, "GET /?needle HTTP/1.1", true)]
    [InlineData(FieldKind.QueryString, null, "GET /needle HTTP/1.1", false)]
    [InlineData(FieldKind.SingleQueryArgument, "q", "GET /?Q=%6eeedle HTTP/1.1", true)]
    [InlineData(FieldKind.SingleQueryArgument, "q", "GET /?r=needle HTTP/1.1", false)]
    [InlineData(FieldKind.AllQueryArguments, null, "GET /?a=1&b=needle HTTP/1.1", true)]
    [InlineData(FieldKind.AllQueryArguments, null, "GET /?needle=1 HTTP/1.1", false)]
    [InlineData(FieldKind.Method, null, "needle / HTTP/1.1", true)]
    [InlineData(FieldKind.SingleHeader, "X-A", "GET / HTTP/1.1\nx-a: 1\nX-A: needle", true)]
    [InlineData(FieldKind.SingleHeader, "X-A", "GET / HTTP/1.1\nx-b: needle", false)]
    [InlineData(FieldKind.Headers, null, "GET / HTTP/1.1\nneedle: 1", true)]
    [InlineData(FieldKind.HeaderOrder, null, "GET / HTTP/1.1\nHost: a\nNeedle: 1\nAccept: */*", true)]
    [InlineData(FieldKind.Cookies, null, "GET / HTTP/1.1\nCookie: a=1; b=needle", true)]
    [InlineData(FieldKind.Cookies, null, "GET /needle HTTP/1.1\nCookie: a=1", false)]
    [InlineData(FieldKind.Body, null, "POST / HTTP/1.1\n\nthe needle", true)]
    [InlineData(FieldKind.JsonBody, null, Json + "{\"a\":{\"needle\":1}}", true)]
    [InlineData(FieldKind.JsonBody, null, Json + "{\"a\":[\"n\\u0065edle\"]}", true)]
    [InlineData(FieldKind.JsonBody, null, Json + "{\"a\":\"b\"}", false)]
    public void Each_field_is_its_part_of_the_request(FieldKind kind, string? name, string request, bool expected) =>
        Assert.Equal(expected, IsBlocked(Contains(new FieldOptions { Kind = kind, Name = name }), request));

    [Theory]
    [InlineData(FieldScope.Key, "{\"needle\":1}", true)]
    [InlineData(FieldScope.Key, "{\"a\":\"needle\"}", false)]
    [InlineData(FieldScope.Value, "{\"needle\":1}", false)]
    [InlineData(FieldScope.Value, "{\"a\":\"needle\"}", true)]
    [InlineData(FieldScope.Key, "{\"a.needle[]\":1}", true)]
    public void Keys_and_values_are_told_apart(FieldScope scope, string body, bool expected) =>
        Assert.Equal(expected, IsBlocked(Contains(new FieldOptions { Kind = FieldKind.JsonBody, Scope = scope }), Json + body));

    [Theory]
    [InlineData("content", "{\"content\":{\"body\":\"needle\"}}", true)]
    [InlineData("content.body", "{\"content\":{\"body\":\"needle\"}}", true)]
    [InlineData("content.bo", "{\"content\":{\"body\":\"needle\"}}", false)]
    [InlineData("events[].type", "{\"events\":[{\"type\":\"a\"},{\"type\":\"needle\"}]}", true)]
    [InlineData("events[].type", "{\"events\":[{\"body\":\"needle\"}]}", false)]
    public void Json_is_looked_at_below_the_paths(string path, string body, bool expected)
    {
        Assert.Equal(expected, IsBlocked(Contains(new FieldOptions { Kind = FieldKind.JsonBody, Included = [path] }), Json + body));
        Assert.Equal(!expected, IsBlocked(Contains(new FieldOptions { Kind = FieldKind.JsonBody, Excluded = [path] }), Json + body));
    }

    [Theory]
    [InlineData(InvalidJsonBehavior.EvaluateWhatWasRead, "{\"a\":\"needle\",", true)]
    [InlineData(InvalidJsonBehavior.EvaluateWhatWasRead, "{\"a\":1,]needle", false)]
    [InlineData(InvalidJsonBehavior.EvaluateAsString, "{\"a\":1,]needle", true)]
    [InlineData(InvalidJsonBehavior.Match, "{", true)]
    [InlineData(InvalidJsonBehavior.NoMatch, "{\"a\":\"needle\",", false)]
    [InlineData(InvalidJsonBehavior.Match, "{\"a\":1}", false)]
    public void Json_that_is_none_means_what_the_rule_says(InvalidJsonBehavior invalid, string body, bool expected) =>
        Assert.Equal(expected, IsBlocked(Contains(new FieldOptions { Kind = FieldKind.JsonBody, InvalidJson = invalid }), Json + body));

    [Theory]
    [InlineData(OversizeHandling.Continue, false)]
    [InlineData(OversizeHandling.Match, true)]
    [InlineData(OversizeHandling.NoMatch, false)]
    public void A_body_that_is_too_long_means_what_the_rule_says(OversizeHandling oversize, bool expected) =>
        Assert.Equal(expected, IsBlocked(Contains(new FieldOptions { Kind = FieldKind.Body, Oversize = oversize }), "POST / HTTP/1.1\n\n" + new string('a', 1_100_000)));

    [Theory]
    [InlineData("GET /%41DMIN HTTP/1.1", true)]
    [InlineData("GET /other HTTP/1.1", false)]
    public void Transformations_come_before_the_question(string request, bool expected)
    {
        var match = new RegexMatchOptions { Field = new FieldOptions { Kind = FieldKind.UriPath }, Patterns = ["^/never$", "^/admin$"], Transformations = ["urlDecode", "lowercase"] };

        Assert.Equal(expected, IsBlocked(new StatementOptions { RegexMatch = match }, request));
    }

    [Theory]
    [InlineData(SizeComparison.Eq, 3, true)]
    [InlineData(SizeComparison.Ne, 3, false)]
    [InlineData(SizeComparison.Lt, 4, true)]
    [InlineData(SizeComparison.Le, 3, true)]
    [InlineData(SizeComparison.Gt, 3, false)]
    [InlineData(SizeComparison.Ge, 3, true)]
    public void Sizes_are_compared(SizeComparison comparison, long size, bool expected)
    {
        var match = new SizeConstraintOptions { Field = new FieldOptions { Kind = FieldKind.QueryString }, Comparison = comparison, Size = size };

        Assert.Equal(expected, IsBlocked(new StatementOptions { SizeConstraint = match }, "GET /?abc HTTP/1.1"));
    }

    [Theory]
    [InlineData("192.0.2.1", null, ForwardedPosition.First, FallbackBehavior.NoMatch, true)]
    [InlineData("::ffff:192.0.2.1", null, ForwardedPosition.First, FallbackBehavior.NoMatch, true)]
    [InlineData("2001:db8:1::1", null, ForwardedPosition.First, FallbackBehavior.NoMatch, true)]
    [InlineData("198.51.100.1", null, ForwardedPosition.First, FallbackBehavior.NoMatch, false)]
    [InlineData("198.51.100.1", "192.0.2.9, 198.51.100.1", ForwardedPosition.First, FallbackBehavior.NoMatch, true)]
    [InlineData("198.51.100.1", "192.0.2.9, 198.51.100.1", ForwardedPosition.Last, FallbackBehavior.NoMatch, false)]
    [InlineData("198.51.100.1", "198.51.100.1, 192.0.2.9, 198.51.100.1", ForwardedPosition.Any, FallbackBehavior.NoMatch, true)]
    [InlineData("198.51.100.1", "192.0.2.9,1.1.1.1,1.1.1.1,1.1.1.1,1.1.1.1,1.1.1.1,1.1.1.1,1.1.1.1,1.1.1.1,1.1.1.1,1.1.1.1", ForwardedPosition.Any, FallbackBehavior.NoMatch, false)]
    [InlineData("192.0.2.1", "nonsense", ForwardedPosition.First, FallbackBehavior.NoMatch, false)]
    [InlineData("192.0.2.1", "nonsense", ForwardedPosition.First, FallbackBehavior.Match, true)]
    public void Addresses_are_in_a_set(string address, string? forwarded, ForwardedPosition position, FallbackBehavior fallback, bool expected)
    {
        var set = new IpSetOptions
        {
            Addresses = ["192.0.2.0/24", "2001:db8::/32"],
            Forwarded = forwarded is null ? null : new ForwardedAddressOptions { Position = position, Fallback = fallback },
        };
        var request = forwarded is null ? "GET / HTTP/1.1" : $"GET / HTTP/1.1\nx-forwarded-for: {forwarded}";

        Assert.Equal(expected, IsBlocked(new StatementOptions { IpSet = set }, request, address));
    }

    [Fact]
    public void A_set_is_named_once_for_all_rules()
    {
        var office = new StatementOptions { IpSet = new IpSetOptions { Set = "office" } };
        var acl = AclSample.Create(new WebAclOptions
        {
            IpSets = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["office"] = ["192.0.2.0/24", "2001:db8::/32"] },
            Rules = [AclSample.Rule("office", 1, office, AclActionKind.Allow), AclSample.Rule("others", 2, new StatementOptions { Not = office })],
        });

        Assert.False(acl.Decide("GET / HTTP/1.1", "192.0.2.7").IsBlocked);
        var refused = acl.Decide("GET / HTTP/1.1", "198.51.100.7", explains: true);
        Assert.Equal("others", refused.Rule);
        Assert.Equal("address is in the set office", refused.Steps[0].Statement);
    }

    [Theory]
    [InlineData("192.0.2.1", true)]
    [InlineData("192.0.2.2", false)]
    [InlineData("192.0.2.3", false)]
    public void Countries_come_from_outside(string address, bool expected)
    {
        var environment = new WebAclEnvironment { CountryOf = client => client.Equals(IPAddress.Parse("192.0.2.1")) ? "DE" : client.Equals(IPAddress.Parse("192.0.2.2")) ? "FR" : null };
        var acl = AclSample.Blocking(new StatementOptions { GeoMatch = new GeoMatchOptions { Countries = ["DE", "AT"] } }, environment);

        Assert.Equal(expected, acl.Decide("GET / HTTP/1.1", address).IsBlocked);
    }

    [Theory]
    [InlineData("/?q=1%27%20OR%20%271%27=%271", true, false)]
    [InlineData("/?q=%3Cscript%3Ealert(1)%3C/script%3E", false, true)]
    [InlineData("/?q=select+a+nice+table", false, false)]
    public void Injections_are_found(string target, bool isSql, bool isScript)
    {
        var match = new InjectionMatchOptions { Field = new FieldOptions { Kind = FieldKind.AllQueryArguments } };

        Assert.Equal(isSql, IsBlocked(new StatementOptions { SqlInjection = match }, $"GET {target} HTTP/1.1"));
        Assert.Equal(isScript, IsBlocked(new StatementOptions { CrossSiteScripting = match }, $"GET {target} HTTP/1.1"));
    }

    [Theory]
    [InlineData("/both-ab", true)]
    [InlineData("/only-a", false)]
    public void And_wants_all_of_them(string path, bool expected) =>
        Assert.Equal(expected, IsBlocked(new StatementOptions { And = [PathContains("a"), PathContains("b")] }, $"GET {path} HTTP/1.1"));

    [Theory]
    [InlineData("/x", true)]
    [InlineData("/y", true)]
    [InlineData("/z", false)]
    public void Or_wants_one_of_them(string path, bool expected) =>
        Assert.Equal(expected, IsBlocked(new StatementOptions { Or = [PathContains("x"), PathContains("y")] }, $"GET {path} HTTP/1.1"));

    [Theory]
    [InlineData("/x", false)]
    [InlineData("/y", true)]
    public void Not_turns_it_round(string path, bool expected) =>
        Assert.Equal(expected, IsBlocked(new StatementOptions { Not = PathContains("x") }, $"GET {path} HTTP/1.1"));

    private static bool IsBlocked(StatementOptions statement, string request, string address = "192.0.2.1") => AclSample.Blocking(statement).Decide(request, address).IsBlocked;

    private static StatementOptions PathContains(string text) => Contains(new FieldOptions { Kind = FieldKind.UriPath }, text);

    private static StatementOptions Contains(FieldOptions field, string text = "needle") =>
        new() { ByteMatch = new ByteMatchOptions { Field = field, SearchString = text, Position = PositionalConstraint.Contains } };
}
