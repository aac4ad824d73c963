using Bulwark.Core;
using Bulwark.Pki;

namespace Bulwark.Posture.Probes;

/// <summary>No certificate of the instance is about to expire, those neither that no listener shows.</summary>
internal sealed class CertificateFilesDaysLeft : IProbe
{
    public string Id => "files.certificates.days-left";

    public string Meaning => $"Every certificate in pki/ is valid for {CertificateDaysLeft.FewestDays} days more";

    public string? Sibling => null;

    public Task<ProbeResult> RunAsync(PostureTarget target, CancellationToken cancellationToken) => Task.FromResult(Look(target));

    private static ProbeResult Look(PostureTarget target)
    {
        if (target.Data is not { } data)
            return ProbeResult.NotApplicable("the files of another deployment cannot be seen from here");

        try
        {
            var days = Certificates(data.Pki).Select(file => (File: file, Days: DaysLeft(file, target.Time))).OrderBy(certificate => certificate.Days).ToList();
            if (days.Count == 0)
                return ProbeResult.Inconclusive($"there are no certificates in {data.Pki}");

            var (first, left) = days[0];
            return left < CertificateDaysLeft.FewestDays
                ? ProbeResult.Fail($"{first} has {Math.Floor(left):0} days left; 'bulwark pki rotate' makes a new one")
                : ProbeResult.Pass($"{days.Count} certificates; the first to expire, {Path.GetFileName(first)}, has {Math.Floor(left):0} days left");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or OperatorException)
        {
            return ProbeResult.Inconclusive(e.Message);
        }
    }

    private static IEnumerable<string> Certificates(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*.pem").Where(file => !file.EndsWith(".key.pem", StringComparison.Ordinal) && !file.EndsWith(".crl.pem", StringComparison.Ordinal))
        : [];

    private static double DaysLeft(string file, TimeProvider time)
    {
        using var certificate = CertificateFiles.LoadCertificate(file);
        return (certificate.ValidUntil - time.GetUtcNow()).TotalDays;
    }
}
