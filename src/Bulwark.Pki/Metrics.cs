using System.Diagnostics.Metrics;

namespace Bulwark.Pki;

/// <summary>Instruments of the meter <c>Bulwark.Pki</c>.</summary>
internal static class Metrics
{
    private static readonly Meter Meter = new("Bulwark.Pki");

    private static volatile IReadOnlyList<(string Certificate, double Seconds)> _certificates = [];

    static Metrics() => Meter.CreateObservableGauge(
        "bulwark.pki.certificate.time_to_expiry",
        () => _certificates.Select(one => new Measurement<double>(one.Seconds, new KeyValuePair<string, object?>("certificate", one.Certificate))),
        unit: "s",
        description: "How long a certificate is valid still; negative: how long ago it ended");

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
