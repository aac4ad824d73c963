using System.Globalization;
using System.Text;
using System.Text.Json;
using Bulwark.Proxy.Firewall;
using Bulwark.Testing;
using CsCheck;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;

namespace Bulwark.Proxy.Tests.Firewall;

/// <summary>Whatever the parser of a service behind makes of a body, the rules have seen it. A rule looks for one word, and bodies hide it wherever they can.</summary>
public sealed class NothingUnseenTests : IDisposable
{
    private const string Word = "xyzzy";
    private static readonly string[] Types =
        ["application/json", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "application/xml", "image/png", "", "nonsense", "application/ld+json", "text/xml", "application/graphql"];

    private readonly TemporaryDirectory _directory = new();
    private readonly ServiceProvider _services;
    private readonly RequestFirewall _firewall;

    public NothingUnseenTests()
    {
        var rules = Directory.CreateDirectory(Path.Combine(_directory.Path, "rules")).FullName;
        File.WriteAllText(Path.Combine(rules, "word.conf"), $"SecRule ARGS|ARGS_NAMES \"@contains {Word}\" \"id:1,phase:2,deny,log\"\n");
        var environment = TestEnvironment.Create(_directory);
        var services = new ServiceCollection();
        services.AddFirewall("edge", environment);
        _services = services.BuildServiceProvider();
        var options = new FirewallOptions { Crs = new CoreRuleSetOptions { Folder = rules, Profile = CoreRuleSetProfile.None } };
        (options.Groups.Crs, options.Groups.AdminPaths) = (FirewallMode.Block, FirewallMode.Off);
        _firewall = new RequestFirewall(options, environment, _services);
    }

    public void Dispose()
    {
        _services.Dispose();
        _directory.Dispose();
    }

    /// <summary>A homeserver, a GraphQL server, a user pool and an MCP server read JSON whatever the Content-Type says.</summary>
    [Fact]
    public void What_a_json_parser_sees_the_rules_have_seen() =>
        Gen.Select(Root, Among(Types), Among("/_matrix/client/v3/account/x", "/v1/graphql", "/", "/mcp"), Among("", " \n", "\t"))
            .Sample((json, type, path, space) => !SeesInJson(json) || IsRefused(path, type, space + json), iter: 3000);

    /// <summary>The rules see a form as the token endpoint does.</summary>
    [Fact]
    public void What_a_form_parser_sees_the_rules_have_seen() =>
        Gen.Select(Form, Among("application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=utf-8", "APPLICATION/X-WWW-FORM-URLENCODED"))
            .Sample((form, type) => !SeesInForm(form) || IsRefused("/oauth2/token", type, form), iter: 3000);

    /// <summary>An object or a list: nothing else is a request to either.</summary>
    private static Gen<string> Root => Gen.Select(Json(3), Gen.Bool, (json, isList) => isList ? $"[{json}]" : $"{{\"a\":{json}}}");

    private static Gen<string> Form { get; } =
        Gen.OneOf(Among("&", "=", "+", "%", ";", "a", "&&", "%00", "%zz", Word), Spelt(character => $"%{(int)character:X2}"), Spelt(character => $"%{(int)character:x2}")).Array[1, 10].Select(string.Concat);

    private static Gen<string> Text { get; } =
        Gen.OneOf(Among("a", "\\n", "\\\"", " ", "é", "\\u0000", "{", Word), Spelt(character => $"\\u{(int)character:x4}")).Array[0, 4].Select(parts => $"\"{string.Concat(parts)}\"");

    private static Gen<string> Among(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static Gen<string> Spelt(Func<char, string> escape) =>
        Gen.Bool.Array[Word.Length].Select(escaped => string.Concat(Word.Select((character, i) => escaped[i] ? escape(character) : character.ToString(CultureInfo.InvariantCulture))));

    private static Gen<string> Json(int depth)
    {
        var leaf = Gen.OneOf(Text, Among("1", "-1.5e3", "true", "null", "[]", "{}"));
        if (depth == 0)
            return leaf;

        var inner = Json(depth - 1);
        return Gen.OneOf(
            leaf,
            inner.Array[0, 3].Select(elements => $"[{string.Join(',', elements)}]"),
            Gen.Select(Text, inner).Array[0, 3].Select(properties => $"{{{string.Join(" , ", properties.Select(property => $"{property.Item1}: {property.Item2}"))}}}"));
    }

    private static bool SeesInJson(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Sees(document.RootElement);
    }

    private static bool Sees(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().Any(property => HasWord(property.Name) || Sees(property.Value)),
        JsonValueKind.Array => element.EnumerateArray().Any(Sees),
        JsonValueKind.String => HasWord(element.GetString()!),
        _ => false,
    };

    private static bool SeesInForm(string form) => QueryHelpers.ParseQuery(form).Any(pair => HasWord(pair.Key) || pair.Value.Any(value => HasWord(value!)));

    private static bool HasWord(string text) => text.Contains(Word, StringComparison.Ordinal);

    private bool IsRefused(string path, string type, string body)
    {
        var context = new DefaultHttpContext();
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = path;
        context.Request.Method = HttpMethods.Post;
        context.Request.Protocol = "HTTP/1.1";
        if (path == "/")
            context.Request.Headers["X-Amz-Target"] = "AWSCognitoIdentityProviderService.InitiateAuth";

        if (type.Length > 0)
            context.Request.ContentType = type;

        return _firewall.Judge(context, Encoding.UTF8.GetBytes(body)) is not null;
    }
}
