using System.Buffers.Binary;
using Bulwark.Posture.Wire;

namespace Bulwark.Posture.Probes;

/// <summary>A client of TLS 1.2 that offers only suites without forward secrecy or without authenticated encryption gets no handshake (RFC 9325, section 4.1).</summary>
/// <param name="id">Name of the probe.</param>
/// <param name="meaning">The promise.</param>
/// <param name="sibling">The probe that proves that a modern client gets one.</param>
/// <param name="address">Where to ask; null: the target has no such place.</param>
internal sealed class WeakCiphersAreRefused(string id, string meaning, string sibling, Func<PostureTarget, Uri?> address) : IProbe
{
    private const ushort Tls12 = 0x0303;
    private const byte HandshakeRecord = 0x16;

    // Behind record header (5), message header (4), version (2) and random (32) stands the session ID with its length, then the suite.
    private const int SessionIdOffset = 43;

    private static readonly (string Kind, ushort[] Suites)[] Offers =
    [
        ("RSA key exchange", [0x009C, 0x009D, 0x002F, 0x0035, 0x003C, 0x003D]),
        ("CBC", [0xC009, 0xC00A, 0xC013, 0xC014, 0xC023, 0xC024, 0xC027, 0xC028]),
        ("3DES and RC4", [0xC008, 0xC012, 0x000A, 0xC007, 0xC011, 0x0005]),
        ("no encryption", [0xC006, 0xC010, 0x003B, 0x0002]),
        ("anonymous", [0xC018, 0xC019, 0x0034, 0x003A]),
    ];

    public string Id => id;

    public string Meaning => meaning;

    public string? Sibling => sibling;

    public async Task<ProbeResult> RunAsync(PostureTarget target, CancellationToken cancellationToken)
    {
        if (address(target) is not { } server)
            return OriginProbes.NotKnown;

        foreach (var (kind, suites) in Offers)
        {
            var hello = LegacyClientHello.Create(Tls12, server == target.Edge ? target.ServerName : server.Host, suites);
            var answer = await new RawClient(target.Limits).AskAsync(server.Host, server.Port, offer: null, hello, cancellationToken);
            var result = NoAnswer.Explain(answer, kind, ProbeResult.Pass) ?? Judge(answer.Bytes.Span, kind);
            if (result.Outcome != ProbeOutcome.Pass)
                return result;
        }

        return ProbeResult.Pass($"{Offers.Length} of {Offers.Length} kinds of weak suites get no handshake");
    }

    private static ProbeResult Judge(ReadOnlySpan<byte> answer, string kind) => answer[0] == HandshakeRecord
        ? ProbeResult.Fail($"{kind} is accepted: suite {Chosen(answer)}")
        : ProbeResult.Pass("alert");

    private static string Chosen(ReadOnlySpan<byte> answer)
    {
        if (answer.Length <= SessionIdOffset)
            return "unknown";

        var at = SessionIdOffset + 1 + answer[SessionIdOffset];
        return answer.Length < at + 2 ? "unknown" : $"0x{BinaryPrimitives.ReadUInt16BigEndian(answer[at..]):X4}";
    }
}
