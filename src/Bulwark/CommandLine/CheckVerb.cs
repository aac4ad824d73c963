using System.CommandLine;
using Bulwark.Settings;

namespace Bulwark.CommandLine;

/// <summary><c>bulwark check</c>: says what is wrong with the settings, every problem with file, line and path.</summary>
internal static class CheckVerb
{
    public static Command Create()
    {
        var verb = new Command("check", "Validate the settings file: every problem with file, line and path");
        var instance = InstanceOptions.AddTo(verb);
        verb.SetAction(parse =>
        {
            var data = instance.Data(parse);
            var file = instance.ConfigFile(parse);
            var settings = SettingsFile.Read(data, file);
            foreach (var warning in settings.Warnings)
                Console.Error.WriteLine($"warning: {warning}");

            Console.WriteLine($"{file ?? data.ConfigFile}: good");
            return 0;
        });
        return verb;
    }
}
