namespace Bulwark.Homeserver.Login;

/// <summary>Body of <c>POST /login</c>.</summary>
internal sealed record LoginRequest
{
    public string? Type { get; init; }

    public string? Token { get; init; }

    public string? DeviceId { get; init; }

    public string? InitialDeviceDisplayName { get; init; }

    /// <summary>True when the client can use refresh tokens.</summary>
    public bool RefreshToken { get; init; }
}
