using Bulwark.CommandLine;
using Bulwark.Running;

ProcessSetup.Apply();
return await BulwarkCommand.RunAsync(args);
