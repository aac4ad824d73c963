namespace Bulwark.Proxy.Forwarding.Http2.Hpack;

/// <summary>The headers of a request, ready to be sent.</summary>
/// <param name="bytes">As they go over the wire.</param>
/// <param name="size">How large they are by the count of RFC 9113 section 6.5.2.</param>
/// <param name="isHead">The answer has no body.</param>
internal readonly ref struct HeaderBlock(ReadOnlySpan<byte> bytes, int size, bool isHead)
{
    /// <summary>As they go over the wire.</summary>
    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    /// <summary>How large they are by the count of RFC 9113 section 6.5.2.</summary>
    public int Size { get; } = size;

    /// <summary>The answer has no body.</summary>
    public bool IsHead { get; } = isHead;
}
