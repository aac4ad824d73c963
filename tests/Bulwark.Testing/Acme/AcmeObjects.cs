using System.Text.Json.Nodes;

namespace Bulwark.Testing.Acme;

/// <summary>What an ACME server shows (RFC 8555 section 7.1).</summary>
/// <param name="root">Scheme and authority of the server.</param>
internal sealed class AcmeObjects(string root)
{
    public JsonObject Directory(bool needsExternalAccount, bool hasRenewalInfo)
    {
        var directory = new JsonObject
        {
            ["newNonce"] = $"{root}/new-nonce",
            ["newAccount"] = $"{root}/new-account",
            ["newOrder"] = $"{root}/new-order",
            ["meta"] = new JsonObject { ["termsOfService"] = $"{root}/terms", ["externalAccountRequired"] = needsExternalAccount },
        };
        if (hasRenewalInfo)
            directory["renewalInfo"] = $"{root}/renewal-info";
        return directory;
    }

    public JsonObject Order(AcmeTestOrder order)
    {
        var shown = new JsonObject
        {
            ["status"] = order.Status,
            ["identifiers"] = new JsonArray([.. order.Names.Select(name => (JsonNode)Identifier(name))]),
            ["authorizations"] = new JsonArray([.. order.Names.Select(name => (JsonNode)$"{root}/authorization/{order.Number}/{name}")]),
            ["finalize"] = $"{root}/order/{order.Number}/finalize",
        };
        if (order.Status == "valid")
            shown["certificate"] = $"{root}/certificate/{order.Number}";
        return shown;
    }

    public JsonObject Authorization(AcmeTestOrder order, string name, IEnumerable<string> challengeTypes) => new()
    {
        ["status"] = order.AuthorizationStatus[name] == "processing" ? "pending" : order.AuthorizationStatus[name],
        ["identifier"] = Identifier(name),
        ["challenges"] = new JsonArray([.. challengeTypes.Select(type => (JsonNode)Challenge(order, name, type))]),
    };

    public JsonObject Challenge(AcmeTestOrder order, string name, string type)
    {
        var shown = new JsonObject
        {
            ["type"] = type,
            ["url"] = $"{root}/challenge/{order.Number}/{name}/{type}",
            ["status"] = order.AuthorizationStatus[name],
            ["token"] = order.Tokens[name],
        };
        if (order.ChallengeError.TryGetValue($"{name} {type}", out var error))
            shown["error"] = Problem("incorrectResponse", error);
        return shown;
    }

    public static JsonObject Problem(string type, string detail) => new() { ["type"] = $"urn:ietf:params:acme:error:{type}", ["detail"] = detail };

    private static JsonObject Identifier(string name) => new() { ["type"] = "dns", ["value"] = name };
}
