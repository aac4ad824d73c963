using Bulwark.Proxy.Firewall.Journal;

namespace Bulwark.Proxy.Tests.Firewall;

public sealed class LoggedNamesTests
{
    [Theory]
    [InlineData("ARGS_POST:json.content.body", "ARGS_POST:json.content.body")]
    [InlineData("ARGS:json.events.12.type", "ARGS:json.events.12.type")]
    [InlineData("ARGS:json.hunter2 and more", "ARGS:json.*")]
    [InlineData("ARGS:json.4111111111111111", "ARGS:json.*")]
    [InlineData("ARGS:json.hunter", "ARGS:json.*")]
    [InlineData("ARGS:json.correcthorse", "ARGS:json.*")]
    [InlineData("ARGS:json.variables.noteText", "ARGS:json.variables.noteText")]
    [InlineData("ARGS:json.variables.object.created_at", "ARGS:json.variables.object.created_at")]
    [InlineData("ARGS:json.body_hunter", "ARGS:json.*")]
    [InlineData("ARGS:json.URLPreview2", "ARGS:json.URLPreview2")]
    [InlineData("ARGS:json.body4711", "ARGS:json.*")]
    [InlineData("ARGS:json.4711", "ARGS:json.*")]
    [InlineData("ARGS:json.07-12-34-56", "ARGS:json.*")]
    [InlineData("ARGS:json.body1_body2_body3", "ARGS:json.*")]
    [InlineData("ARGS:json.admin-server-mobile-group-house-city-light", "ARGS:json.*")]
    [InlineData("REQUEST_HEADERS:Sec-CH-UA-Full-Version-List", "REQUEST_HEADERS:Sec-CH-UA-Full-Version-List")]
    [InlineData("ARGS:json.device_one_time_keys_count", "ARGS:json.device_one_time_keys_count")]
    [InlineData("REQUEST_HEADERS:X-Hunter", "REQUEST_HEADERS:*")]
    [InlineData("REQUEST_HEADERS:X-Forwarded-For", "REQUEST_HEADERS:X-Forwarded-For")]
    [InlineData("ARGS_NAMES:anything", "ARGS_NAMES")]
    [InlineData("REQUEST_HEADERS:User-Agent", "REQUEST_HEADERS:User-Agent")]
    [InlineData("REQUEST_COOKIES_NAMES:abc", "REQUEST_COOKIES_NAMES")]
    [InlineData("REQUEST_URI", "REQUEST_URI")]
    public void A_variable_keeps_what_is_a_common_word(string variable, string logged) => Assert.Equal(logged, LoggedNames.OfVariable(variable));

    [Theory]
    [InlineData("/_matrix/client/v3/rooms/!abc:example.org/send/m.room.message/m1700000000.1", "/_matrix/client/v3/rooms/*/send/m.room.message/*")]
    [InlineData("/v1/graphql", "/v1/graphql")]
    [InlineData("/%3Cscript%3E", "/*")]
    [InlineData("/hunter/login", "/*/login")]
    [InlineData("/user/471/files", "/user/*/files")]
    [InlineData("/_matrix/client/v3/sendToDevice/m.room.encrypted/7", "/_matrix/client/v3/sendToDevice/m.room.encrypted/*")]
    [InlineData("/_matrix/client/unstable/org.matrix.msc3575/sync", "/_matrix/client/unstable/*/sync")]
    [InlineData("/.well-known/oauth-protected-resource/mcp", "/.well-known/oauth-protected-resource/mcp")]
    [InlineData("/id/id/id/id/id/id/id/id/id/id/id/id/id/id/id/id/id", "/id/id/id/id/id/id/id/id/id/id/id/id/id/id/id/*")]
    public void A_path_keeps_what_is_a_common_word(string path, string logged) => Assert.Equal(logged, LoggedNames.OfPath(path));

    [Theory]
    [InlineData("content.body", "content.body")]
    [InlineData("m\\.new_content.body", "m\\.new_content.body")]
    [InlineData("items[].name", "items[].name")]
    [InlineData("items[3].hunter2 and more", "items[3].*")]
    [InlineData("body\\.my secret", "body\\.*")]
    public void A_path_in_JSON_keeps_what_is_a_common_word(string path, string logged) => Assert.Equal(logged, LoggedNames.OfJsonPath(path));

    [Theory]
    [InlineData("REQUEST_HEADERS:Authorization", true)]
    [InlineData("REQUEST_COOKIES:session", true)]
    [InlineData("ARGS_POST:json.auth.password", true)]
    [InlineData("ARGS_GET:access_token", true)]
    [InlineData("ARGS_POST:json.auth.response", true)]
    [InlineData("ARGS_POST:json.variables.newPin", true)]
    [InlineData("REQUEST_HEADERS:X-Api-Key", true)]
    [InlineData("ARGS_POST:json.variables.author", false)]
    [InlineData("ARGS_POST:json.content.body", false)]
    public void A_secret_is_known_by_its_name(string variable, bool isSecret) => Assert.Equal(isSecret, LoggedNames.IsSecret(variable));
}
