using Bulwark.Proxy.Firewall.Samples;

namespace Bulwark.Proxy.Tests.Firewall.Samples;

public sealed class SampledPlacesTests
{
    [Theory]
    [InlineData("ARGS_POST:json.content.body", true)]
    [InlineData("ARGS:json.variables.object.note", true)]
    [InlineData("ARGS_GET:filter", true)]
    [InlineData("FILES:upload", true)]
    [InlineData("REQUEST_HEADERS:User-Agent", true)]
    [InlineData("ARGS_POST:json.password", false)]
    [InlineData("ARGS_POST:json.auth.response", false)]
    [InlineData("ARGS_GET:access_token", false)]
    [InlineData("ARGS_GET:loginToken", false)]
    [InlineData("ARGS_POST:client_assertion", false)]
    [InlineData("ARGS_POST:code", false)]
    [InlineData("ARGS_POST:json.variables.p", false)]
    [InlineData("ARGS_POST:json.content.hunter", false)]
    [InlineData("ARGS_POST:", false)]
    [InlineData("ARGS_NAMES:json.content.body", false)]
    [InlineData("REQUEST_HEADERS:Authorization", false)]
    [InlineData("REQUEST_HEADERS:Cookie", false)]
    [InlineData("REQUEST_HEADERS:Referer", false)]
    [InlineData("REQUEST_HEADERS:X-Anything", false)]
    [InlineData("REQUEST_COOKIES:lang", false)]
    [InlineData("REQUEST_URI", false)]
    [InlineData("REQUEST_URI_RAW", false)]
    [InlineData("REQUEST_LINE", false)]
    [InlineData("REQUEST_FILENAME", false)]
    [InlineData("REQUEST_BASENAME", false)]
    [InlineData("QUERY_STRING", false)]
    [InlineData("REQUEST_BODY", false)]
    [InlineData("FULL_REQUEST", false)]
    [InlineData("MATCHED_VAR", false)]
    [InlineData("TX:0", false)]
    [InlineData("XML:/*", false)]
    [InlineData("FILES_TMP_CONTENT:upload", false)]
    [InlineData("MULTIPART_PART_HEADERS:upload", false)]
    public void Only_single_fields_with_a_known_name_that_is_no_secrets_are_sampled(string variable, bool isSampled) => Assert.Equal(isSampled, SampledPlaces.Has(variable));
}
