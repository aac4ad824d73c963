namespace Bulwark.Homeserver.Login;

/// <summary>Body of <c>POST /refresh</c>.</summary>
internal sealed record RefreshRequest
{
    public string? RefreshToken { get; init; }
}
