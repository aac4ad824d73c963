using System.CommandLine;
using Bulwark.Core.Configuration;
using Bulwark.Settings;

namespace Bulwark.CommandLine;

/// <summary><c>bulwark check</c>: says what is wrong with the settings, every problem with file, line and path.</summary>
internal static class CheckVerb
{
    public static Command Create()
    {
        var verb = new Command("check", "Validate the settings file and load the rules that it names: every problem with file, line and path; exit 2 when there is one, warnings do not count. What the running tiers would say to it: bulwark plan");
        var json = JsonOutput.AddTo(verb);
        var instance = InstanceOptions.AddTo(verb);
        verb.SetAction(parse =>
        {
            var report = Check(parse, instance);
            if (parse.GetValue(json))
                JsonOutput.Write(report, CommandLineJson.Default.CheckReport);
            else
                Print(report);

            return report.Problems.Count == 0 ? 0 : BulwarkCommand.WrongUsage;
        });
        return verb;
    }

    private static CheckReport Check(ParseResult parse, InstanceOptions instance)
    {
        var data = instance.Data(parse);
        var file = instance.ConfigFile(parse);
        var path = file ?? data.ConfigFile;
        try
        {
            var settings = SettingsFile.Read(data, file);
            return new CheckReport(path, File.Exists(path), [.. FirewallRuleProblems.Of(settings, path)], settings.Warnings);
        }
        catch (ConfigException e)
        {
            return new CheckReport(path, File.Exists(path), e.Problems, []);
        }
    }

    private static void Print(CheckReport report)
    {
        foreach (var problem in report.Problems)
            Console.Error.WriteLine(problem);

        foreach (var warning in report.Warnings)
            Console.Error.WriteLine($"warning: {warning}");

        if (report.Problems.Count == 0)
            Console.WriteLine(report.Exists ? $"{report.File}: good" : $"{report.File} is not there, so every setting has its default: good");
    }
}
