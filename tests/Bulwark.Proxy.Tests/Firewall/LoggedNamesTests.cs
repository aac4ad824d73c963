using Bulwark.Proxy.Firewall.Journal;

namespace Bulwark.Proxy.Tests.Firewall;

public sealed class LoggedNamesTests
{
    [Theory]
    [InlineData("ARGS_POST:json.content.body", "ARGS_POST:json.content.body")]
    [InlineData("ARGS:json.events.12.type", "ARGS:json.events.12.type")]
    [InlineData("ARGS:json.hunter2 and more", "ARGS:json.*")]
    [InlineData("ARGS:json.4111111111111111", "ARGS:json.*")]
    [InlineData("ARGS_NAMES:anything", "ARGS_NAMES")]
    [InlineData("REQUEST_HEADERS:User-Agent", "REQUEST_HEADERS:User-Agent")]
    [InlineData("REQUEST_COOKIES_NAMES:abc", "REQUEST_COOKIES_NAMES")]
    [InlineData("REQUEST_URI", "REQUEST_URI")]
    public void A_variable_keeps_what_is_a_common_word(string variable, string logged) => Assert.Equal(logged, LoggedNames.OfVariable(variable));

    [Theory]
    [InlineData("/_matrix/client/v3/rooms/!abc:example.org/send/m.room.message/m1700000000.1", "/_matrix/client/v3/rooms/*/send/m.room.message/*")]
    [InlineData("/v1/graphql", "/v1/graphql")]
    [InlineData("/%3Cscript%3E", "/*")]
    [InlineData("/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q", "/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/*")]
    public void A_path_keeps_what_is_a_common_word(string path, string logged) => Assert.Equal(logged, LoggedNames.OfPath(path));

    [Theory]
    [InlineData("content.body", "content.body")]
    [InlineData("m\\.new_content.body", "m\\.new_content.body")]
    [InlineData("items[].name", "items[].name")]
    [InlineData("items[3].hunter2 and more", "items[3].*")]
    [InlineData("a\\.my secret", "a\\.*")]
    public void A_path_in_JSON_keeps_what_is_a_common_word(string path, string logged) => Assert.Equal(logged, LoggedNames.OfJsonPath(path));

    [Theory]
    [InlineData("REQUEST_HEADERS:Authorization", true)]
    [InlineData("REQUEST_COOKIES:session", true)]
    [InlineData("ARGS_POST:json.auth.password", true)]
    [InlineData("ARGS_GET:access_token", true)]
    [InlineData("ARGS_POST:json.content.body", false)]
    public void A_secret_is_known_by_its_name(string variable, bool isSecret) => Assert.Equal(isSecret, LoggedNames.IsSecret(variable));
}
