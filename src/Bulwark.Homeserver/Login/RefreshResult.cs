namespace Bulwark.Homeserver.Login;

/// <summary>What became of a refresh token, and whose it is.</summary>
internal sealed record RefreshResult(RefreshVerdict Verdict, string UserId, string DeviceId)
{
    public static RefreshResult Unknown { get; } = new(RefreshVerdict.Unknown, "", "");
}
