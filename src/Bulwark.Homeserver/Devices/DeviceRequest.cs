namespace Bulwark.Homeserver.Devices;

/// <summary>Body of <c>PUT /devices/{deviceId}</c>.</summary>
internal sealed record DeviceRequest
{
    public string? DisplayName { get; init; }
}
