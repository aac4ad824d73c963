using System.Security.Cryptography.X509Certificates;
using Bulwark.Pki.Acme.Protocol;
using Microsoft.Extensions.Logging;

namespace Bulwark.Pki.Acme;

/// <summary>
/// Asks a server a few times a day when it would like a certificate renewed (RFC 9773): before a CA revokes what it has issued by mistake, it says so here. What it says
/// can only bring the renewal forward.
/// </summary>
internal sealed class SuggestedRenewal(TimeProvider time, ILogger log)
{
    private static readonly TimeSpan Usual = TimeSpan.FromHours(6);
    private static readonly TimeSpan Shortest = TimeSpan.FromHours(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private string? _asked;
    private DateTimeOffset _askAgain;
    private DateTimeOffset? _at;

    /// <summary>The moment; null: the server does not say.</summary>
    public async Task<DateTimeOffset?> FindAsync(AcmeRequest request, X509Certificate2 certificate, CancellationToken cancellationToken)
    {
        if (RenewalTime.NameOf(certificate) is not { } name)
            return null;

        if (_asked == name && time.GetUtcNow() < _askAgain)
            return _at;

        (_at, var again) = await AskAsync(request, name, _asked == name ? _at : null, cancellationToken);
        _asked = name;
        _askAgain = time.GetUtcNow() + (again < Shortest ? Shortest : again > Longest ? Longest : again);
        return _at;
    }

    private async Task<(DateTimeOffset? At, TimeSpan Again)> AskAsync(AcmeRequest request, string name, DateTimeOffset? before, CancellationToken cancellationToken)
    {
        try
        {
            using var connection = new AcmeConnection(request, time);
            var directory = (await connection.GetAsync(request.Directory, cancellationToken)).Read(AcmeJson.Default.AcmeDirectory, "directory");
            if (directory.RenewalInfo is not { } place)
                return (null, Longest);

            var answer = await connection.GetAsync(new Uri($"{place.OriginalString.TrimEnd('/')}/{name}", UriKind.RelativeOrAbsolute), cancellationToken);
            var window = answer.Read(AcmeJson.Default.RenewalInfo, "renewal information").SuggestedWindow;
            return (before >= window.Start && before <= window.End ? before : RenewalTime.Within(window.Start, window.End), answer.RetryAfter ?? Usual);
        }
        catch (AcmeException e)
        {
            // It is a courtesy: without it the certificate's own lifetime counts.
            Log.RenewalInfoMissing(log, e.Message);
            return (before, Usual);
        }
    }
}
