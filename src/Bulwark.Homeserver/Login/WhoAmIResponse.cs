namespace Bulwark.Homeserver.Login;

/// <summary>Answer to <c>GET /account/whoami</c>.</summary>
internal sealed record WhoAmIResponse(string UserId, string DeviceId)
{
    public bool IsGuest { get; init; }
}
