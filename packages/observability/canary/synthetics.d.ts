/**
 * The part of the Synthetics runtime that is used here; the runtime provides the module.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_Library_Nodejs.html
 */
declare module '@aws/synthetics-puppeteer' {
  const synthetics: {
    /** Runs a function as a step, and publishes SuccessPercent and Duration with its name. */
    executeStep(
      name: string,
      step: () => Promise<void>,
      configuration: Readonly<Record<string, boolean>>,
    ): Promise<void>;
  };
  export = synthetics;
}
