using System.Text;
using Bulwark.Proxy.RateLimiting.Matching;
using Bulwark.Proxy.RequestPath;

namespace Bulwark.Proxy.Tests.RateLimiting.Matching;

public sealed class PathTemplateTests
{
    [Theory]
    [InlineData("/_matrix/client/v3/login")]
    [InlineData("/_matrix/client/r0/login")]
    [InlineData("/_matrix/client/v3/login/")]
    [InlineData("/_matrix/client/v3/login?access_token=x")]
    [InlineData("/_matrix/client/v3/%6cogin")]
    [InlineData("/_matrix/client/v3/%256Cogin")]
    [InlineData("/_matrix/client/v3/LOGIN")]
    [InlineData("/_matrix/client/v3/login;a=b")]
    [InlineData("/_matrix/client/v3;v=1/login")]
    [InlineData("/_matrix/client/v3/login%3Ba=b")]
    [InlineData("/_matrix/client/v3/login%20")]
    [InlineData("/_matrix/client/v3/login.")]
    [InlineData("/_matrix/client/v3/login%23x")]
    [InlineData("/_matrix/client/v3%2Flogin")]
    [InlineData("/_matrix%2Fclient/v3%2Flogin")]
    [InlineData("/_matrix/client/v3%252Flogin")]
    [InlineData("/_matrix/client/v3%5Clogin")]
    [InlineData("/_matrix/client/a%2Fb/login")]
    [InlineData("/_matrix/client/v3/%EF%BD%8Cogin")]
    [InlineData("/_matrix/client/v3/login/sso/redirect")]
    [InlineData("/_matrix/client/v3/login/sso%2Fredirect")]
    public void No_spelling_gets_around_the_login_limit(string target) => Assert.True(Matches("/_matrix/client/*/login/**", target));

    [Theory]
    [InlineData("/_matrix/client/v3/logins")]
    [InlineData("/_matrix/client/login")]
    [InlineData("/_matrix/client/v3/rooms/login")]
    [InlineData("/_matrix/client/v3/%2526login")]
    [InlineData("/")]
    [InlineData("/x/_matrix/client/v3/login")]
    public void Other_paths_are_other_paths(string target) => Assert.False(Matches("/_matrix/client/*/login/**", target));

    [Theory]
    [InlineData("/", "/", true)]
    [InlineData("/", "/?x=1", true)]
    [InlineData("/", "/a", false)]
    [InlineData("/**", "/", true)]
    [InlineData("/**", "/a/b", true)]
    [InlineData("/login", "/login/", true)]
    [InlineData("/login", "/login/x", false)]
    [InlineData("/Login", "/login", true)]
    [InlineData("/a/*", "/a/b", true)]
    [InlineData("/a/*", "/a", false)]
    [InlineData("/a/*", "/a/b/c", false)]
    [InlineData("/a/*", "/a/b%2Fc", true)]
    [InlineData("/a/**", "/a", true)]
    [InlineData("/a/**", "/ab", false)]
    [InlineData("/.well-known/matrix/**", "/.well-known/matrix/client", true)]
    [InlineData("/media/*/*/*", "/media/host/id/a%2Fb.png", true)]
    public void Segments_are_compared_one_by_one(string template, string target, bool expected) => Assert.Equal(expected, Matches(template, target));

    [Theory]
    [InlineData("/", true)]
    [InlineData("/login", true)]
    [InlineData("/_matrix/client/*/login", true)]
    [InlineData("/a/**", true)]
    [InlineData("/.well-known/*", true)]
    [InlineData("login", false)]
    [InlineData("", false)]
    [InlineData("/a//b", false)]
    [InlineData("/a/", false)]
    [InlineData("/a/**/b", false)]
    [InlineData("/a*", false)]
    [InlineData("/%6c", false)]
    [InlineData("/a?b", false)]
    [InlineData("/a/../b", false)]
    [InlineData("/ä", false)]
    public void Only_plain_paths_are_templates(string text, bool expected) => Assert.Equal(expected, PathTemplate.IsTemplate(text));

    [Theory]
    [InlineData("/a/b", "/a/b")]
    [InlineData("/A/%62/", "/a/b")]
    [InlineData("/a;x=1/b;y", "/a/b")]
    [InlineData("/%2561", "/a")]
    [InlineData("/rooms/!a:b/state/x%2Fy", "/rooms/!a:b/state/x\u0001y")]
    [InlineData("/;", "/")]
    public void One_spelling_stands_for_all(string target, string expected) => Assert.Equal(expected, Normal(target));

    private static bool Matches(string template, string target)
    {
        // The path rule comes first; what it refuses is of no interest here.
        Assert.True(PathRule.Judge(target).IsForward || target.Contains("%2F", StringComparison.Ordinal) || target.Contains("%5C", StringComparison.Ordinal) || target.Contains("%EF", StringComparison.Ordinal) || target.Contains("%25", StringComparison.Ordinal), target);
        return new PathTemplate(template).Matches(Encoding.UTF8.GetBytes(Normal(target)));
    }

    private static string Normal(string target)
    {
        var buffer = new byte[target.Length];
        return Encoding.UTF8.GetString(buffer.AsSpan(0, NormalPath.Write(target, buffer)));
    }
}
