using System.Buffers.Binary;
using Bulwark.Posture.Wire;

namespace Bulwark.Posture.Probes;

/// <summary>A client that knows nothing newer than TLS 1.1 gets no handshake (RFC 8996).</summary>
/// <param name="id">Name of the probe.</param>
/// <param name="meaning">The promise.</param>
/// <param name="sibling">The probe that proves that a modern client gets one.</param>
/// <param name="address">Where to ask; null: the target has no such place.</param>
internal sealed class OldTlsIsRefused(string id, string meaning, string sibling, Func<PostureTarget, Uri?> address) : IProbe
{
    private const byte HandshakeRecord = 0x16;
    private const byte AlertRecord = 0x15;

    // Behind the headers of the record (5 bytes) and of the message (4 bytes).
    private const int VersionOffset = 9;

    private static readonly (ushort Number, string Name)[] Versions = [(0x0302, "TLS 1.1"), (0x0301, "TLS 1.0"), (0x0300, "SSL 3.0")];

    public string Id => id;

    public string Meaning => meaning;

    public string? Sibling => sibling;

    public async Task<ProbeResult> RunAsync(PostureTarget target, CancellationToken cancellationToken)
    {
        if (address(target) is not { } server)
            return OriginProbes.NotKnown;

        foreach (var (number, name) in Versions)
        {
            var hello = LegacyClientHello.Create(number, server == target.Edge ? target.ServerName : server.Host);
            var answer = await new RawClient(target.Limits).AskAsync(server.Host, server.Port, offer: null, hello, cancellationToken);
            var result = NoAnswer.Explain(answer, name, ProbeResult.Pass) ?? Judge(answer.Bytes.Span, name);
            if (result.Outcome != ProbeOutcome.Pass)
                return result;
        }

        return ProbeResult.Pass("TLS 1.1, TLS 1.0 and SSL 3.0 get no handshake");
    }

    /// <summary>The version that a ServerHello names (RFC 4346, section 7.4.1.3): a server may choose an older one than it was offered.</summary>
    private static string? Chosen(ReadOnlySpan<byte> answer)
    {
        if (answer.Length < VersionOffset + 2)
            return null;

        var chosen = BinaryPrimitives.ReadUInt16BigEndian(answer[VersionOffset..]);
        return Versions.FirstOrDefault(version => version.Number == chosen).Name;
    }

    private static ProbeResult Judge(ReadOnlySpan<byte> answer, string name) => answer[0] switch
    {
        AlertRecord => ProbeResult.Pass("alert"),
        HandshakeRecord => ProbeResult.Fail($"{Chosen(answer) ?? name} is accepted: the server goes on with the handshake"),
        _ => ProbeResult.Fail($"{name} gets {answer.Length} bytes that are no TLS: plain text on a TLS port"),
    };
}
