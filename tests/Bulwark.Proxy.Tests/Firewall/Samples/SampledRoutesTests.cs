using System.Text;
using Bulwark.Proxy.Firewall.Samples;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Bulwark.Proxy.Tests.Firewall.Samples;

public sealed class SampledRoutesTests
{
    [Theory]
    [InlineData("/_matrix/client/v3/rooms/!a:b/send/m.room.message/1", true)]
    [InlineData("/_matrix/client/v3/search?next_batch=1", true)]
    [InlineData("/_matrix/client/v1/media/download/a/b", true)]
    [InlineData("/_matrix/media/v3/upload?filename=a", true)]
    [InlineData("/v1/graphql", true)]
    [InlineData("/mcp", true)]
    [InlineData("/_matrix/client/v3/login", false)]
    [InlineData("/_matrix/client/v3/register", false)]
    [InlineData("/_matrix/client/v3/refresh", false)]
    [InlineData("/_matrix/client/v3/account/password", false)]
    [InlineData("/_matrix/client/v3/devices/ABC", false)]
    [InlineData("/_matrix/client/v3/delete_devices", false)]
    [InlineData("/_matrix/client/v3/keys/device_signing/upload", false)]
    [InlineData("/_matrix/client/v3/room_keys/keys", false)]
    [InlineData("/_matrix/client/v3/sendToDevice/m.secret.send/1", false)]
    [InlineData("/_matrix/client/v3/user/@a:b/account_data/m.secret_storage.default_key", false)]
    [InlineData("/_matrix/client/unstable/org.matrix.msc3814.v1/dehydrated_device", false)]
    [InlineData("/_matrix/client/rooms", false)]
    [InlineData("/oauth2/token", false)]
    [InlineData("/login", false)]
    [InlineData("/", false)]
    [InlineData("/v1/metadata", false)]
    [InlineData("/anything", false)]
    public void Nothing_is_sampled_where_people_sign_in_or_that_is_not_known(string target, bool isSampled) => Assert.Equal(isSampled, SampledRoutes.Has(RequestFor(target), "{}"u8));

    [Theory]
    [InlineData("""{"query":"mutation($text:String!){addNote(text:$text){id}}"}""", true)]
    [InlineData("""{"query":"mutation($text:String!){signIn(passWord:$text){id}}"}""", false)]
    [InlineData("""{"type":"connection_init","payload":{"headers":{"authorization":"Bearer x"}}}""", false)]
    public void A_document_that_speaks_of_secrets_is_not_sampled(string body, bool isSampled) =>
        Assert.Equal(isSampled, SampledRoutes.Has(RequestFor("/v1/graphql"), Encoding.UTF8.GetBytes(body)));

    private static DefaultHttpContext RequestFor(string target)
    {
        var context = new DefaultHttpContext();
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = target;
        return context;
    }
}
