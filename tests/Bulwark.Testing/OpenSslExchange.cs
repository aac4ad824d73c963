using System.Globalization;
using System.Text.RegularExpressions;

namespace Bulwark.Testing;

/// <summary>What <c>openssl s_client</c> saw of one connection.</summary>
/// <param name="IsResumed">True when the server took the session that was offered.</param>
/// <param name="Protocol">As OpenSSL writes it: <c>TLSv1.3</c>.</param>
/// <param name="Cipher">The cipher suite, as OpenSSL writes it.</param>
/// <param name="Status">That of the answer.</param>
public sealed partial record OpenSslExchange(bool IsResumed, string Protocol, string Cipher, int Status)
{
    internal static OpenSslExchange Parse(string output, string problems)
    {
        var handshake = HandshakeLine().Match(output);
        var answer = StatusLine().Match(output);
        return handshake.Success && answer.Success
            ? new OpenSslExchange(handshake.Groups["how"].Value == "Reused", handshake.Groups["protocol"].Value, handshake.Groups["cipher"].Value, int.Parse(answer.Groups["status"].Value, CultureInfo.InvariantCulture))
            : throw new InvalidOperationException($"openssl s_client got no answer:\n{output}\n{problems}");
    }

    [GeneratedRegex(@"^(?<how>New|Reused), (?<protocol>\S+), Cipher is (?<cipher>\S+)\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HandshakeLine();

    [GeneratedRegex(@"^HTTP/1\.1 (?<status>[0-9]{3}) ", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StatusLine();
}
