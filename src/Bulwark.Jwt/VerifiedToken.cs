using System.Text.Json;

namespace Bulwark.Jwt;

/// <summary>The claims of a token whose signature, issuer and lifetime have been checked.</summary>
public sealed class VerifiedToken(JsonElement payload)
{
    /// <summary>Every claim, as the issuer wrote it.</summary>
    public JsonElement Payload { get; } = payload;

    /// <summary>The key whose signature was checked; null for claims that no verifier has given out.</summary>
    internal VerificationKey? SignedBy { get; init; }

    /// <summary>The claim <c>sub</c>, or an empty string.</summary>
    public string Subject => Text("sub") ?? "";

    /// <summary>
    /// The user's name: <c>cognito:username</c> of an ID token, <c>username</c> of an access token. Of an issuer that writes neither it is the subject. It is the same person's in all tokens.
    /// </summary>
    public string Username => Text("cognito:username") ?? Text("username") ?? Subject;

    /// <summary>When the token ends (<c>exp</c>).</summary>
    public DateTimeOffset ExpiresAt => DateTimeOffset.FromUnixTimeSeconds((long)Payload.GetProperty("exp").GetDouble());

    /// <summary>A claim that is a string; null when it is absent or something else.</summary>
    public string? Text(string claim) =>
        Payload.TryGetProperty(claim, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A claim that is a list of strings, or one string; empty when it is absent or holds anything else.</summary>
    public IReadOnlyList<string> TextList(string claim)
    {
        if (!Payload.TryGetProperty(claim, out var value))
            return [];

        if (value.ValueKind == JsonValueKind.String)
            return [value.GetString()!];

        if (value.ValueKind != JsonValueKind.Array || value.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String))
            return [];

        return [.. value.EnumerateArray().Select(item => item.GetString()!)];
    }
}
