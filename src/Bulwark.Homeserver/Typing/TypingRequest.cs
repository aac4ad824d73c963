namespace Bulwark.Homeserver.Typing;

/// <summary>Body of <c>PUT /rooms/{roomId}/typing/{userId}</c>.</summary>
internal sealed record TypingRequest
{
    public bool? Typing { get; init; }

    /// <summary>In milliseconds.</summary>
    public long? Timeout { get; init; }
}
