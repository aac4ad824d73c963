using System.Diagnostics.Metrics;

namespace Bulwark.Pki;

/// <summary>Instruments of the meter <c>Bulwark.Pki</c>.</summary>
internal static class Metrics
{
    private static readonly Meter Meter = new("Bulwark.Pki");

    private static readonly Counter<long> AcmeAttempts =
        Meter.CreateCounter<long>("bulwark.pki.acme.attempts", "{attempt}", "Attempts to get a certificate from the ACME server, by result");

    private static int _acmeFailures;
    private static volatile IReadOnlyList<(string Certificate, double Seconds)> _certificates = [];

    static Metrics()
    {
        Meter.CreateObservableGauge(
            "bulwark.pki.certificate.time_to_expiry",
            () => _certificates.Select(one => new Measurement<double>(one.Seconds, new KeyValuePair<string, object?>("certificate", one.Certificate))),
            unit: "s",
            description: "How long a certificate is valid still; negative: how long ago it ended");
        Meter.CreateObservableGauge("bulwark.pki.acme.failures", () => Volatile.Read(ref _acmeFailures), "{attempt}", "How many attempts in a row have failed");
    }

    /// <summary>Counts an attempt.</summary>
    /// <param name="result"><c>issued</c> or <c>failed</c>.</param>
    /// <param name="failures">How many in a row have failed by now.</param>
    public static void CountAcme(string result, int failures)
    {
        AcmeAttempts.Add(1, new KeyValuePair<string, object?>("result", result));
        Volatile.Write(ref _acmeFailures, failures);
    }

    /// <summary>
    /// Takes note of the certificates. The tag has a closed set of values: the instance's own names, <c>configured</c> for those of the settings, <c>other</c> for all that
    /// were issued by hand; of several with one value the one that ends first counts.
    /// </summary>
    public static void Show(IEnumerable<(string Certificate, TimeSpan Left)> certificates) => _certificates =
    [
        .. certificates
            .GroupBy(one => PkiFolder.OwnNames.Contains(one.Certificate, StringComparer.Ordinal) || one.Certificate == "configured" ? one.Certificate : "other", StringComparer.Ordinal)
            .Select(group => (group.Key, group.Min(one => one.Left.TotalSeconds))),
    ];
}
