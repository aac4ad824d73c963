using System.Globalization;
using System.Text.Json;
using Bulwark.Core.Configuration;
using Bulwark.Core.Hosting;
using Bulwark.Pki;
using Bulwark.Proxy.Firewall.Samples;
using Bulwark.Settings;

namespace Bulwark.Status;

/// <summary>What is weaker than it could be, each with the command that closes it.</summary>
internal static class ResidualRisks
{
    private const int LeafDays = 14;
    private const int AuthorityDays = 60;

    public static IEnumerable<ResidualRisk> Of(StatusReport report, SettingsResult<BulwarkOptions>? inForce, DataDirectory data, TimeProvider time) =>
        OfRevision(report).Concat(OfLock(report)).Concat(OfLists(report, time.GetUtcNow())).Concat(OfKeys(inForce, data)).Concat(OfCertificates(report)).Concat(OfAcme(report)).Concat(OfSettings(inForce))
            .Select(risk => risk with { Command = $"{risk.Command} --data {data.Root}" });

    private static IEnumerable<ResidualRisk> OfRevision(StatusReport report)
    {
        if (report.Revision.ConfirmBy is { } until)
            yield return new($"revision {report.Revision.InForce} is on trial and ends by itself at {until:u}", "bulwark apply --confirm");

        foreach (var tier in report.Tiers.Where(tier => tier.Revision is { } number && number != 0 && number != report.Revision.InForce))
            yield return new($"the {tier.Tier} tier runs under revision {tier.Revision}, and revision {report.Revision.InForce} is in force", $"bulwark rollback {report.Revision.InForce}");
    }

    private static IEnumerable<ResidualRisk> OfLock(StatusReport report)
    {
        foreach (var listener in Elements(report.Lock, "listeners"))
        {
            if (Text(listener, "live") is { } mode && mode != "verify")
                yield return new($"listener {Text(listener, "name")} lets connections through without a verified client certificate (mode {mode})", $"bulwark lock verify --listener {Text(listener, "name")}");
        }
    }

    private static IEnumerable<ResidualRisk> OfLists(StatusReport report, DateTimeOffset now) => Elements(report.Lock, "listeners")
        .SelectMany(listener => Elements(listener, "revocationLists"))
        .Select(list => (Issuer: Text(list, "issuer"), NextUpdate: Time(list, "nextUpdate"), CountsUntil: Time(list, "countsUntil")))
        .Distinct()
        .Where(list => list.NextUpdate <= now)
        .Select(list => new ResidualRisk(
            list.CountsUntil <= now
                ? $"the revocation list of {list.Issuer} has been stale since {list.NextUpdate:u}, and the lock refuses its certificates"
                : $"the revocation list of {list.Issuer} has been stale since {list.NextUpdate:u}: what it revoked since passes the lock, and from {list.CountsUntil:u} on it refuses all its certificates",
            "put the newest list in its place, then: bulwark pki reload"));

    private static IEnumerable<ResidualRisk> OfKeys(SettingsResult<BulwarkOptions>? inForce, DataDirectory data)
    {
        var key = Path.Combine(data.Pki, "unlock.key");
        if (inForce?.Value.Pki.UnlockKey is null && File.Exists(key))
            yield return new($"{key}, which opens the keys of the CAs, lies beside them: whoever copies the folder can issue certificates", "bulwark pki unlock move FILE");

        var samples = SampleKeys.PrivateFileOf(data);
        if (File.Exists(samples))
            yield return new($"{samples}, which opens the samples of the firewall, lies beside them: whoever copies the folder can read them", $"mv {samples} FILE, then: bulwark waf samples --key FILE");
    }

    private static IEnumerable<ResidualRisk> OfCertificates(StatusReport report) => report.Certificates
        .Where(certificate => certificate.Name != PkiFolder.EdgeAcme && certificate.DaysLeft < (certificate.IsAuthority ? AuthorityDays : LeafDays))
        .Select(certificate => new ResidualRisk(
            certificate.DaysLeft < 0
                ? $"the certificate {certificate.Name} has expired"
                : string.Create(CultureInfo.InvariantCulture, $"the certificate {certificate.Name} has {certificate.DaysLeft} days left"),
            certificate.IsAuthority ? "bulwark pki rotate ca" : "bulwark pki rotate leaf"));

    /// <summary>Its days are not counted: there are CAs whose certificates live for a few of them only. That renewing it fails is what matters.</summary>
    private static IEnumerable<ResidualRisk> OfAcme(StatusReport report)
    {
        if (report.Acme is not { } acme)
            yield break;

        if (Text(acme, "lastError") is { } error)
            yield return new($"no certificate came from the ACME server: {error} The next try is at {Text(acme, "nextTry")}", $"bulwark pki rotate leaf {PkiFolder.EdgeAcme}");
        else if (Text(acme, "state") is not (null or "off") && Text(acme, "notAfter") is null)
            yield return new("the edge shows a certificate of the instance's own public CA until the one of ACME is there", $"bulwark pki rotate leaf {PkiFolder.EdgeAcme}");
    }

    // Each warning is a weaker choice that the operator has spelt out: FILE:LINE: path message.
    private static IEnumerable<ResidualRisk> OfSettings(SettingsResult<BulwarkOptions>? inForce) =>
        (inForce?.Warnings ?? []).Select(warning => new ResidualRisk($"the setting {WithoutPlace(warning)}", "change the settings file, then: bulwark apply"));

    private static string WithoutPlace(string warning) => warning.IndexOf(": ", StringComparison.Ordinal) is var at and > 0 ? warning[(at + 2)..] : warning;

    private static DateTimeOffset Time(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.TryGetDateTimeOffset(out var time) ? time : DateTimeOffset.MaxValue;

    /// <summary>The elements of a list in what a tier said; none when it said nothing of the kind.</summary>
    public static IEnumerable<JsonElement> Elements(JsonElement? answer, string name) =>
        answer is { ValueKind: JsonValueKind.Object } value && value.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : [];

    /// <summary>A single value in what a tier said, as text; null when it is not there.</summary>
    public static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null)
            ? value.ToString()
            : null;
}
