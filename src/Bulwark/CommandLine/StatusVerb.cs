using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Bulwark.Status;

namespace Bulwark.CommandLine;

/// <summary><c>bulwark status</c>: what is live, and what is weaker than it could be.</summary>
internal static class StatusVerb
{
    private const int NothingRuns = 1;

    private static readonly TimeSpan UnusedAfter = TimeSpan.FromDays(30);

    public static Command Create()
    {
        var verb = new Command("status", "Show what is live: tiers, lock, certificates, limits, revision, residual risks; exit 1 when nothing runs");
        var unusedAfter = TimeOption.Create("--unused-after", "List what was not used for so long [default: 30d]", TimeOption.TenYears);
        verb.Options.Add(unusedAfter);
        var json = JsonOutput.AddTo(verb);
        var instance = InstanceOptions.AddTo(verb);
        verb.SetAction(async (parse, cancellationToken) =>
        {
            var status = await new StatusReader(instance.Data(parse), instance.ConfigFile(parse), parse.GetValue(unusedAfter) ?? UnusedAfter, TimeProvider.System).ReadAsync(cancellationToken);
            if (parse.GetValue(json))
                JsonOutput.Write(status, CommandLineJson.Default.StatusReport);
            else
                Print(status);

            return status.IsRunning ? 0 : NothingRuns;
        });
        return verb;
    }

    private static void Print(StatusReport status)
    {
        Console.Write(Tiers(status.Tiers));
        Console.WriteLine();
        Console.WriteLine(Revision(status.Revision));
        PrintTable("\nLock", Rows(status.Lock, "listeners"), "name", "declared", "live", "connections", "strangers");
        foreach (var (tier, limits) in status.RateLimits)
        {
            PrintTable($"\nRate limits of the {tier} tier", Rows(limits, "rules"), "name", "action", "requestsPerPeriod", "periodSeconds", "counted", "exceeded");
            Console.Write(RateLimitSharing.Describe(limits));
        }

        PrintTable("\nTarget groups", [.. Rows(status.TargetGroups, "groups").SelectMany(Targets)], "group", "address", "state", "outstanding", "lastError");
        PrintTable("\nOrigins", Rows(status.Origins, "origins"), "name", "sslMode", "isReachable", "weight", "lastError", "lastErrorAt");
        if (status.Acme is { } acme && ResidualRisks.Text(acme, "state") is not (null or "off"))
            PrintTable("\nCertificate of ACME", [Row(acme)], "state", "challenge", "notAfter", "nextTry", "failures", "lastError");

        if (status.Cache is { ValueKind: JsonValueKind.Object } cache)
            Console.WriteLine($"\nCache: {string.Join(", ", cache.EnumerateObject().Select(property => $"{property.Name} {property.Value}"))}");

        if (status.Certificates.Count > 0)
            Console.Write($"\nCertificates\n{Certificates(status.Certificates)}");

        if (status.Unused.Count > 0)
            Console.Write($"\nUnused\n{Unused(status.Unused)}");

        if (status.Risks.Count > 0)
            Console.Write($"\nResidual risks\n{Risks(status.Risks)}");
        else if (status.IsRunning)
            Console.WriteLine("\nNo residual risk is known.");
    }

    private static TextTable Tiers(IReadOnlyList<TierStatus> tiers)
    {
        var table = new TextTable("tier", "state", "process", "since", "revision");
        foreach (var tier in tiers)
        {
            table.Add(
                tier.Tier,
                tier switch { { IsRunning: false } => "not running", { Problem: { } problem } => problem, _ => "running" },
                tier.ProcessId?.ToString(CultureInfo.InvariantCulture) ?? "-",
                tier.StartedAt?.ToString("u", CultureInfo.InvariantCulture) ?? "-",
                tier.Revision?.ToString(CultureInfo.InvariantCulture) ?? "-");
        }

        return table;
    }

    private static string Revision(RevisionStatus revision)
    {
        if (revision.InForce == 0)
            return revision.Problem ?? "Nothing was ever started.";

        var trial = revision.ConfirmBy is { } until ? $" on trial until {until:u}" : "";
        var file = revision switch
        {
            { Problem: { } problem } => $"the settings file cannot be used: {problem}",
            { Differs: 0 } => "the settings file says the same",
            { Differs: 1 } => "one setting of the file differs (bulwark plan)",
            _ => string.Create(CultureInfo.InvariantCulture, $"{revision.Differs} settings of the file differ (bulwark plan)"),
        };
        return $"Revision {revision.InForce} is in force{trial}; {file}.";
    }

    private static List<Dictionary<string, string>> Rows(JsonElement? answer, string list) =>
        [.. ResidualRisks.Elements(answer, list).Where(element => element.ValueKind == JsonValueKind.Object).Select(Row)];

    private static Dictionary<string, string> Row(JsonElement element) =>
        element.EnumerateObject().ToDictionary(property => property.Name, property => property.Value.ToString(), StringComparer.Ordinal);

    private static IEnumerable<Dictionary<string, string>> Targets(Dictionary<string, string> group)
    {
        using var targets = JsonDocument.Parse(group.GetValueOrDefault("targets", "[]"));
        return [.. targets.RootElement.EnumerateArray().Select(target => new Dictionary<string, string>(Row(target), StringComparer.Ordinal) { ["group"] = group.GetValueOrDefault("name", "") })];
    }

    private static void PrintTable(string title, IReadOnlyList<Dictionary<string, string>> rows, params string[] columns)
    {
        if (rows.Count == 0)
            return;

        var table = new TextTable(columns);
        foreach (var row in rows)
            table.Add([.. columns.Select(column => row.GetValueOrDefault(column, ""))]);

        Console.Write($"{title}\n{table}");
    }

    private static TextTable Certificates(IReadOnlyList<CertificateStatus> certificates)
    {
        var table = new TextTable("certificate", "ends", "days left");
        foreach (var certificate in certificates)
            table.Add(certificate.Name, certificate.NotAfter.ToString("u", CultureInfo.InvariantCulture), certificate.DaysLeft.ToString(CultureInfo.InvariantCulture));

        return table;
    }

    private static TextTable Unused(IReadOnlyList<UnusedPart> parts)
    {
        var table = new TextTable("what", "name", "days", "last used", "removed by");
        foreach (var part in parts)
            table.Add(part.Kind, part.Name, part.Days.ToString(CultureInfo.InvariantCulture), part.LastUsed?.ToString("u", CultureInfo.InvariantCulture) ?? "never", part.Command);

        return table;
    }

    private static TextTable Risks(IReadOnlyList<ResidualRisk> risks)
    {
        var table = new TextTable("risk", "closed by");
        foreach (var risk in risks)
            table.Add(risk.Risk, risk.Command);

        return table;
    }
}
