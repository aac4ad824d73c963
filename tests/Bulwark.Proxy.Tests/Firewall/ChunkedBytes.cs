namespace Bulwark.Proxy.Tests.Firewall;

/// <summary>Bytes whose number the client does not say.</summary>
internal sealed class ChunkedBytes(byte[] bytes) : MemoryStream(bytes)
{
    public override bool CanSeek => false;
}
