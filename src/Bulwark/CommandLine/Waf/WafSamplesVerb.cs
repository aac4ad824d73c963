using System.CommandLine;
using System.Globalization;
using Bulwark.Core;
using Bulwark.Core.Hosting;
using Bulwark.Proxy.Firewall.Samples;

namespace Bulwark.CommandLine.Waf;

/// <summary><c>bulwark waf samples</c>: the values that rules matched, where the members have agreed that they are kept.</summary>
internal static class WafSamplesVerb
{
    private const int LongestShown = 200;

    private static readonly TimeSpan OneDay = TimeSpan.FromDays(1);

    public static Command Create()
    {
        var verb = new Command("samples", "Show the values that rules matched, where 'waf.sample' keeps them (only with the consent of the members)");
        var since = TimeOption.Create("--since", "How far back [default: 24h]", TimeOption.TenYears);
        var key = new Option<string?>("--key") { Description = "The private key of the samples [default: DIR/secrets/waf-samples.key]", HelpName = "FILE" };
        verb.Options.Add(since);
        verb.Options.Add(key);
        var json = JsonOutput.AddTo(verb);
        var instance = InstanceOptions.AddTo(verb);
        verb.SetAction((parse, _) =>
        {
            Show(instance.Data(parse), parse.GetValue(key), TimeProvider.System.GetUtcNow() - (parse.GetValue(since) ?? OneDay), parse.GetValue(json));
            return Task.FromResult(0);
        });
        return verb;
    }

    private static void Show(DataDirectory data, string? keyFile, DateTimeOffset since, bool isJson)
    {
        using var key = SampleKeys.OpenPrivate(KeyFileOf(data, keyFile));
        var files = new SampleFiles(data, key);
        var samples = files.Read().Where(request => request.Time >= since).SelectMany(WafSample.Of).ToList();
        if (isJson)
            JsonOutput.Write(samples, CommandLineJson.Default.IReadOnlyListWafSample);
        else
            Print(samples);

        // Beside the answer, so that what is piped on stays whole.
        if (files.Foreign > 0)
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{files.Foreign} files are encrypted to another key."));

        if (files.Broken > 0)
            Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{files.Broken} files could be read up to a damaged or unfinished record only."));
    }

    private static string KeyFileOf(DataDirectory data, string? named)
    {
        if (named is not null)
            return Path.GetFullPath(named);

        var file = SampleKeys.PrivateFileOf(data);
        return File.Exists(file)
            ? file
            : throw new OperatorException($"There is no {file}: no sample was ever taken ('waf.sample' is 'off' by default), or the key was moved; name it with --key.");
    }

    private static void Print(List<WafSample> samples)
    {
        if (samples.Count == 0)
        {
            Console.WriteLine("No sample is that young.");
            return;
        }

        var table = new TextTable("time", "request", "route", "refused", "rule", "variable", "bytes", "value");
        foreach (var sample in samples)
        {
            table.Add(
                sample.Time.ToString("u", CultureInfo.InvariantCulture),
                Printable.Of(sample.RequestId),
                Printable.Of($"{sample.Method} {sample.Path}"),
                sample.IsRefused ? "yes" : "no",
                Printable.Of(sample.Group is null ? sample.Rule : $"{sample.Group} {sample.Rule}"),
                Printable.Of(sample.Variable),
                sample.Length.ToString(CultureInfo.InvariantCulture),
                Printable.Of(sample.Value, LongestShown));
        }

        Console.Write(table);
    }
}
